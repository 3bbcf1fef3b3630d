#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
import seaborn as sns
from sklearn.feature_selection import SelectKBest, f_classif, VarianceThreshold
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.impute import KNNImputer


# In[10]:


prot = pd.read_excel('olink_npx.xlsx', index_col='sample')
meta = pd.read_csv('meta.csv', index_col='sample').loc[prot.index]
y = meta['responder'].astype(int)
print(prot.shape, y.sum())


# In[11]:


# volcano style ranking on everybody, figure 1 of the draft
F, p = f_classif(prot.fillna(prot.mean()), y)
rank = pd.DataFrame({'F': F, 'p': p}, index=prot.columns).sort_values('p')
rank.head(20)


# In[20]:


sns.boxplot(x=y, y=prot[rank.index[0]])


# In[21]:


pipe = Pipeline([
    ('imp', KNNImputer(n_neighbors=5)),
    ('var', VarianceThreshold()),
    ('sc', StandardScaler()),
    ('sel', SelectKBest(f_classif)),
    ('lr', LogisticRegression(penalty='l2', solver='liblinear')),
])
grid = {'sel__k': [5, 10, 20, 40], 'lr__C': [0.01, 0.1, 1]}


# In[30]:


inner = StratifiedKFold(4, shuffle=True, random_state=1)
outer = StratifiedKFold(6, shuffle=True, random_state=2)
gs = GridSearchCV(pipe, grid, cv=inner, scoring='roc_auc', n_jobs=-1)
nested = cross_val_score(gs, prot, y, cv=outer, scoring='roc_auc')
print('nested AUC %.3f (%.3f)' % (nested.mean(), nested.std()))


# In[31]:


gs.fit(prot, y)
names = prot.columns[gs.best_estimator_['sel'].get_support()] if gs.best_estimator_['var'].get_support().all() else None
print(gs.best_params_, names)
