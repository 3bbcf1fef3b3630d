#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import statsmodels.api as sm
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import PolynomialFeatures, StandardScaler


# In[2]:


ins = pd.read_csv('insurance.csv')
ins['smoker'] = (ins.smoker == 'yes').astype(int)
ins['sex'] = (ins.sex == 'male').astype(int)
ins = pd.get_dummies(ins, columns=['region'], drop_first=True, dtype=int)


# In[3]:


# statistical view first
ols = sm.OLS(np.log(ins['charges']), sm.add_constant(ins.drop('charges', axis=1))).fit()
print(ols.summary())


# In[4]:


X = ins.drop('charges', axis=1)
y = ins['charges']
poly = PolynomialFeatures(degree=2, include_bias=False)
X_poly = poly.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X_poly, y, test_size=0.2, random_state=0)


# In[5]:


sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.transform(X_test)
lin = LinearRegression().fit(X_train, y_train)
print(lin.score(X_train, y_train), lin.score(X_test, y_test))


# In[6]:


import matplotlib.pyplot as plt
res = y_test - lin.predict(X_test)
plt.hist(res, bins=40)
print('RMSE', np.sqrt((res ** 2).mean()))
