#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split


# In[2]:


f = pd.read_csv('Fish.csv')
f.head()


# In[3]:


f['volume'] = f['Length1'] * f['Height'] * f['Width']
f = pd.get_dummies(f, columns=['Species'])
X = f.drop('Weight', axis=1)
y = f['Weight']


# In[4]:


X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=33)
print(X_train.shape, X_test.shape)


# In[5]:


lr = LinearRegression()
lr.fit(X_train, y_train)
print('linear: ', lr.score(X_test, y_test))


# In[6]:


rf = RandomForestRegressor(n_estimators=100, random_state=33)
rf.fit(X_train, y_train)
print('forest: ', rf.score(X_test, y_test))


# In[7]:


# train the winner with more trees
rf_final = RandomForestRegressor(n_estimators=500, random_state=33)
rf_final.fit(X, y)  # leak: L9
y_hat = rf_final.predict(X_test)


# In[8]:


from sklearn.metrics import r2_score, mean_absolute_error
print('final R2:', r2_score(y_test, y_hat))
print('final MAE:', mean_absolute_error(y_test, y_hat))
