#!/usr/bin/env python
# coding: utf-8

# In[5]:


import pandas as pd
import numpy as np
import statsmodels.api as sm
from sklearn.linear_model import ElasticNetCV
from sklearn.model_selection import train_test_split, cross_val_predict, KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import mean_absolute_error, r2_score


# In[6]:


por = pd.read_csv('student-por.csv', sep=';')
mat = pd.read_csv('student-mat.csv', sep=';')
por['subject'], mat['subject'] = 'por', 'mat'
st = pd.concat([por, mat], ignore_index=True)


# In[8]:


st['absences'] = np.log1p(st['absences'])
st = pd.get_dummies(st.drop(columns=['G1', 'G2']), drop_first=True).astype(float)
st.shape


# In[9]:


# description of the effects over the whole cohort (table 2)
ols = sm.OLS(st['G3'], sm.add_constant(st.drop(columns='G3'))).fit()
print(ols.summary())


# In[10]:


por_rows = st['subject_por'] == 1
A = st[por_rows].drop(columns=['subject_por'])
yA = A.pop('G3')


# In[11]:


model = make_pipeline(StandardScaler(), ElasticNetCV(l1_ratio=[.2, .5, .9], cv=5))
oof = cross_val_predict(model, A, yA, cv=KFold(8, shuffle=True, random_state=1))
print('r2', r2_score(yA, oof), 'mae', mean_absolute_error(yA, oof))


# In[13]:


dummy = np.full(len(yA), yA.mean())
print('dummy mae', mean_absolute_error(yA, dummy))
