#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
get_ipython().run_line_magic('matplotlib', 'inline')


# In[2]:


df = pd.read_csv('Mall_and_bank_customers.csv')
df = df.dropna()
df.head()


# In[3]:


from sklearn.cluster import KMeans
feats = ['Age', 'Income', 'SpendingScore', 'Balance']
wcss = []
for k in range(1, 11):
    wcss.append(KMeans(n_clusters=k, random_state=1).fit(df[feats]).inertia_)
plt.plot(range(1, 11), wcss, 'bo-')


# In[4]:


km = KMeans(n_clusters=5, random_state=1)
df['segment'] = km.fit_predict(df[feats])  # leak: L1
df.groupby('segment')[feats].mean()


# In[5]:


# use the segment as an additional feature
X = pd.get_dummies(df[feats + ['segment', 'Gender']], columns=['segment', 'Gender'])
y = df['Exited']
from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)


# In[6]:


from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
gb = GradientBoostingClassifier()
gb.fit(X_train, y_train)
print('AUC with segments', roc_auc_score(y_test, gb.predict_proba(X_test)[:, 1]))
