#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from imblearn.over_sampling import RandomOverSampler
from sklearn.model_selection import cross_val_score, StratifiedKFold
from sklearn.ensemble import RandomForestClassifier, ExtraTreesClassifier


# In[2]:


glass = pd.read_csv('glass.csv')
glass['Type'].value_counts().plot(kind='bar')


# In[3]:


X = glass.drop('Type', axis=1)
y = glass['Type']


# In[4]:


ros = RandomOverSampler(random_state=0)
X_r, y_r = ros.fit_resample(X, y)  # leak: L7
y_r.value_counts()


# In[5]:


kf = StratifiedKFold(10, shuffle=True, random_state=0)
models = {
    'Random Forest': RandomForestClassifier(200, random_state=0),
    'Extra Trees': ExtraTreesClassifier(200, random_state=0),
}
for name, m in models.items():
    s = cross_val_score(m, X_r, y_r, cv=kf)
    print(name, s.mean().round(4), '+/-', s.std().round(4))


# In[6]:


rf = models['Random Forest'].fit(X_r, y_r)
pd.Series(rf.feature_importances_, X.columns).sort_values().plot.barh()
