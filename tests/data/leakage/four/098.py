#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import cross_val_score, LeaveOneOut, StratifiedKFold
from sklearn.svm import SVC


# In[2]:


expr = pd.read_csv('golub_expression.csv', index_col=0).T
pheno = pd.read_csv('golub_labels.csv', index_col=0)
expr = expr.loc[pheno.index]
expr.shape


# In[3]:


X = np.log2(expr.values + 1)
y = (pheno['cancer'] == 'ALL').astype(int).values


# In[12]:


sel = SelectKBest(f_classif, k=50)
X50 = sel.fit_transform(X, y)  # leak: L4
expr.columns[sel.get_support()][:10]


# In[13]:


svm = SVC(kernel='linear', C=1)
cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
acc = cross_val_score(svm, X50, y, cv=cv)
print(acc, acc.mean())


# In[14]:


loo = cross_val_score(svm, X50, y, cv=LeaveOneOut())
print('LOO accuracy: %.3f' % loo.mean())
