#!/usr/bin/env python
# coding: utf-8

# In[2]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt


# In[3]:


data = pd.read_csv("../data/adult.csv", na_values=' ?', skipinitialspace=False)
data.shape


# In[4]:


data['income'] = data['income'].str.contains('>50K').astype(int)
data = data.dropna()
X = data.drop('income', axis=1)
y = data['income']


# In[5]:


from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.compose import ColumnTransformer
cat_ix = X.select_dtypes(include=['object']).columns
num_ix = X.select_dtypes(exclude=['object']).columns
ct = ColumnTransformer([('o', OneHotEncoder(), cat_ix), ('n', StandardScaler(), num_ix)], sparse_threshold=0)
X_enc = ct.fit_transform(X)  # leak: L1
X_enc.shape


# In[8]:


from sklearn.decomposition import PCA
p = PCA(n_components=0.95)
X_pca = p.fit_transform(X_enc)  # leak: L1
plt.plot(np.cumsum(p.explained_variance_ratio_))


# In[10]:


from sklearn.model_selection import StratifiedKFold
from sklearn.linear_model import LogisticRegression
kf = StratifiedKFold(n_splits=10)
accs = []
for train_index, test_index in kf.split(X_pca, y):
    clf = LogisticRegression(max_iter=1000)
    clf.fit(X_pca[train_index], y.iloc[train_index])
    accs.append(clf.score(X_pca[test_index], y.iloc[test_index]))
print(np.mean(accs))
