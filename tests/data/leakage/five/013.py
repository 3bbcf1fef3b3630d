#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
import seaborn as sns
from sklearn.linear_model import Perceptron, LogisticRegression
from sklearn.preprocessing import StandardScaler


# In[2]:


peng = sns.load_dataset('penguins').dropna()
sns.pairplot(peng, hue='species')


# In[3]:


X = peng[['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g']].values
y = peng['species'].astype('category').cat.codes.values


# In[4]:


rng = np.random.RandomState(0)
perm = rng.permutation(len(X))
n_train = int(0.7 * len(X))
train_idx, test_idx = perm[:n_train], perm[n_train:]


# In[5]:


sc = StandardScaler()
sc.fit(X[train_idx])
X_std = sc.transform(X)


# In[6]:


for clf in [Perceptron(eta0=0.1), LogisticRegression(C=10)]:
    clf.fit(X_std[train_idx], y[train_idx])
    print(clf, 'misclassified:', (clf.predict(X_std[test_idx]) != y[test_idx]).sum())


# In[7]:


# learning curve by hand
for frac in (0.1, 0.25, 0.5, 1.0):
    k = int(frac * n_train)
    c = LogisticRegression(C=10).fit(X_std[train_idx[:k]], y[train_idx[:k]])
    print(k, c.score(X_std[test_idx], y[test_idx]))
