#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.impute import KNNImputer
from sklearn.preprocessing import MinMaxScaler
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split, GridSearchCV


# In[2]:


water = pd.read_csv('water_potability.csv')
water.isnull().mean() * 100


# In[3]:


X = water.drop('Potability', axis=1)
y = water['Potability']


# In[4]:


imputer = KNNImputer(n_neighbors=5)
X_imp = pd.DataFrame(imputer.fit_transform(X), columns=X.columns)  # leak: L1
X_imp.isnull().sum()


# In[5]:


X_train, X_test, y_train, y_test = train_test_split(X_imp, y, test_size=0.2, random_state=0)


# In[6]:


mms = MinMaxScaler()
X_train = mms.fit_transform(X_train)
X_test = mms.transform(X_test)


# In[7]:


params = {'n_estimators': [100, 200], 'max_depth': [5, 10, None], 'max_features': ['sqrt', None]}
gs = GridSearchCV(RandomForestClassifier(random_state=0), params, cv=5, n_jobs=-1)
gs.fit(X_train, y_train)
print(gs.best_params_)


# In[8]:


from sklearn.metrics import classification_report
print(classification_report(y_test, gs.predict(X_test)))
