#!/usr/bin/env python
# coding: utf-8

# In[1]:


# Proyecto: deteccion de phishing
import pandas as pd
import numpy as np
from sklearn.feature_selection import VarianceThreshold
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import GridSearchCV
from sklearn.linear_model import LogisticRegression


# In[2]:


datos = pd.read_csv('phishing_legitimate_full.csv')
datos = datos.drop('id', axis=1)
datos.info()


# In[3]:


X = datos.drop('CLASS_LABEL', axis=1)
y = datos['CLASS_LABEL']


# In[4]:


# quitar variables casi constantes
vt = VarianceThreshold(0.01)
X_sel = vt.fit_transform(X)  # leak: L1
print(X.shape[1], '->', X_sel.shape[1])


# In[5]:


# escalado
esc = StandardScaler()
X_esc = esc.fit_transform(X_sel)  # leak: L1


# In[6]:


param = {'C': [0.01, 0.1, 1, 10], 'penalty': ['l1', 'l2']}
busqueda = GridSearchCV(LogisticRegression(solver='liblinear'), param, cv=5, scoring='accuracy')
busqueda.fit(X_esc, y)
print('Mejores parametros:', busqueda.best_params_)
print('Exactitud (CV):', busqueda.best_score_)


# In[7]:


res = pd.DataFrame(busqueda.cv_results_)
res[['params', 'mean_test_score', 'std_test_score']].sort_values('mean_test_score')
