#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
import matplotlib.pyplot as plt


# In[2]:


wine = pd.read_csv('winequality-red.csv', sep=';')
wine['good'] = (wine['quality'] >= 7).astype(int)
wine.describe()


# In[3]:


# quick look at the structure with PCA (plot only)
from sklearn.preprocessing import StandardScaler
from sklearn.decomposition import PCA
feats = [c for c in wine.columns if c not in ('quality', 'good')]
Z = StandardScaler().fit_transform(wine[feats])
pc = PCA(2).fit_transform(Z)
plt.scatter(pc[:, 0], pc[:, 1], c=wine['good'], s=8)
plt.title('wines in the first two PCs')
plt.show()


# In[4]:


from sklearn.model_selection import train_test_split
X = wine[feats]
y = wine['good']
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=1)


# In[5]:


from sklearn.ensemble import RandomForestClassifier
forest = RandomForestClassifier(n_estimators=300, class_weight='balanced', random_state=1)
forest.fit(X_train, y_train)
print(forest.score(X_train, y_train), forest.score(X_test, y_test))


# In[6]:


from sklearn.metrics import roc_auc_score
print('AUC', roc_auc_score(y_test, forest.predict_proba(X_test)[:, 1]))
