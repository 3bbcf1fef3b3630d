#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.preprocessing import StandardScaler, PolynomialFeatures
from sklearn.linear_model import LinearRegression, Lasso
from sklearn.model_selection import train_test_split


# In[2]:


adv = pd.read_csv('Advertising.csv', index_col=0)
X = adv[['TV', 'radio', 'newspaper']]
y = adv['sales']


# In[3]:


X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=100)


# In[4]:


scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.fit_transform(X_test)  # leak: L3


# In[5]:


lm = LinearRegression().fit(X_train, y_train)
print(lm.coef_, lm.score(X_test, y_test))


# In[6]:


# try polynomial features
poly = PolynomialFeatures(degree=2)
P_train = poly.fit_transform(X_train)
P_test = poly.transform(X_test)
lm2 = LinearRegression().fit(P_train, y_train)
print('poly', lm2.score(P_test, y_test))


# In[7]:


import matplotlib.pyplot as plt
plt.scatter(y_test, lm2.predict(P_test))
plt.xlabel('Y Test')
plt.ylabel('Predicted Y')
plt.show()
