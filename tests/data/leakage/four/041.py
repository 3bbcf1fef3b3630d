#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.model_selection import cross_val_score, StratifiedKFold
from sklearn.tree import DecisionTreeClassifier
from sklearn.ensemble import RandomForestClassifier
from imblearn.over_sampling import BorderlineSMOTE


# In[2]:


df = pd.read_csv('risk_factors_cervical_cancer.csv', na_values='?')
df = df.drop(['Hinselmann', 'Schiller', 'Citology'], axis=1)
df = df.drop(['STDs: Time since first diagnosis', 'STDs: Time since last diagnosis'], axis=1)


# In[3]:


df = df.fillna(df.median())  # leak: L5
df.describe()


# In[4]:


X = df.drop('Biopsy', axis=1)
y = df['Biopsy']
print(y.value_counts())


# In[6]:


X_sm, y_sm = BorderlineSMOTE(random_state=2).fit_resample(X, y)  # leak: L7
print(y_sm.value_counts())


# In[7]:


skf = StratifiedKFold(n_splits=10, shuffle=True, random_state=2)
for m in [DecisionTreeClassifier(random_state=2), RandomForestClassifier(random_state=2)]:
    r = cross_val_score(m, X_sm, y_sm, cv=skf, scoring='recall')
    f = cross_val_score(m, X_sm, y_sm, cv=skf, scoring='f1')
    print(type(m).__name__, 'recall %.3f f1 %.3f' % (r.mean(), f.mean()))
