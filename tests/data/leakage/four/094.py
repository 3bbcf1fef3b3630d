#!/usr/bin/env python
# coding: utf-8

# In[2]:


import pandas as pd
import numpy as np
import seaborn as sns
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import PolynomialFeatures, StandardScaler
from sklearn import metrics


# In[3]:


ins = pd.read_csv('insurance.csv')
ins.head()


# In[4]:


sns.pairplot(ins, hue='smoker')


# In[7]:


ins['smoker'] = (ins.smoker == 'yes').astype(int)
ins['sex'] = (ins.sex == 'male').astype(int)
ins = pd.get_dummies(ins, columns=['region'], drop_first=True)


# In[8]:


x = ins.drop('charges', axis=1)
y = np.log(ins['charges'])


# In[9]:


x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=0)


# In[10]:


sc = StandardScaler()
x_train = sc.fit_transform(x_train)
x_test = sc.fit_transform(x_test)  # leak: L3


# In[11]:


reg = LinearRegression().fit(x_train, y_train)
print('R2', reg.score(x_test, y_test))


# In[12]:


quad = PolynomialFeatures(degree=2)
x_quad_train = quad.fit_transform(x_train)
x_quad_test = quad.transform(x_test)
plr = LinearRegression().fit(x_quad_train, y_train)
print('R2 quad', plr.score(x_quad_test, y_test))


# In[15]:


pred = np.exp(plr.predict(x_quad_test))
print('MAE', metrics.mean_absolute_error(np.exp(y_test), pred))
