#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.feature_selection import SelectKBest, mutual_info_classif
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import StratifiedKFold, GridSearchCV, cross_val_score


# In[2]:


data = pd.read_csv('proteomics_sepsis.csv')
y = (data['outcome'] == 'died').astype(int)
X = data.drop(columns=['outcome', 'patient_id'])
X = X.loc[:, X.isna().sum() == 0]
X.shape


# In[3]:


# which proteins look interesting in the whole cohort? (table 2 in the report)
mi = mutual_info_classif(X, y, random_state=0)
pd.Series(mi, index=X.columns).nlargest(20)


# In[4]:


pipe = Pipeline([
    ('scale', StandardScaler()),
    ('select', SelectKBest(mutual_info_classif, k=30)),
    ('svm', SVC(kernel='rbf')),
])
grid = {'select__k': [10, 30, 100], 'svm__C': [0.1, 1, 10]}


# In[5]:


inner = StratifiedKFold(5, shuffle=True, random_state=1)
outer = StratifiedKFold(5, shuffle=True, random_state=2)
gs = GridSearchCV(pipe, grid, cv=inner, scoring='roc_auc', n_jobs=-1)
nested = cross_val_score(gs, X, y, cv=outer, scoring='roc_auc')
print('nested AUC: %.3f (%.3f)' % (nested.mean(), nested.std()))


# In[6]:


gs.fit(X, y)
print(gs.best_params_)
chosen = X.columns[gs.best_estimator_['select'].get_support()]
print(chosen.tolist())
