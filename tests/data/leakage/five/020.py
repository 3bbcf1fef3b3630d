#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from imblearn.pipeline import Pipeline as ImbPipeline
from imblearn.over_sampling import SMOTE, RandomOverSampler
from sklearn.preprocessing import StandardScaler, OneHotEncoder
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_validate, StratifiedKFold


# In[2]:


hr = pd.read_csv('hr_attrition.csv')
y = (hr.pop('Attrition') == 'Yes').astype(int)
hr = hr.drop(columns=['EmployeeNumber', 'Over18'])


# In[3]:


num = hr.select_dtypes('number').columns
cat = hr.select_dtypes('object').columns
ct = ColumnTransformer([('n', StandardScaler(), num),
                        ('c', OneHotEncoder(handle_unknown='ignore'), cat)])


# In[4]:


cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=6)
rows = []
for name, sampler in [('none', 'passthrough'), ('ros', RandomOverSampler(random_state=1)), ('smote', SMOTE(random_state=1))]:
    pipe = ImbPipeline([('prep', ct), ('sampler', sampler), ('clf', LogisticRegression(max_iter=2000))])
    r = cross_validate(pipe, hr, y, cv=cv, scoring=['f1', 'recall', 'roc_auc'])
    rows.append([name, r['test_f1'].mean(), r['test_recall'].mean(), r['test_roc_auc'].mean()])


# In[5]:


pd.DataFrame(rows, columns=['sampling', 'f1', 'recall', 'auc']).round(3)
