#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt


# In[2]:


house = pd.read_csv('housing.csv')
house.describe()


# In[3]:


house.hist(bins=40, figsize=(14, 10))
plt.show()


# In[4]:


house['total_bedrooms'] = house['total_bedrooms'].fillna(house['total_bedrooms'].mean())  # leak: L5


# In[5]:


house['rooms_per_household'] = house['total_rooms'] / house['households']
house['pop_per_household'] = house['population'] / house['households']
house = house.join(pd.get_dummies(house.pop('ocean_proximity')))


# In[6]:


X = house.drop('median_house_value', axis=1)
y = house['median_house_value']
from sklearn.model_selection import train_test_split
x_train, x_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=5)


# In[7]:


from sklearn.preprocessing import StandardScaler
s = StandardScaler()
x_train_s = s.fit_transform(x_train)
x_test_s = s.fit_transform(x_test)  # leak: L3


# In[8]:


from sklearn.linear_model import LinearRegression
reg = LinearRegression()
reg.fit(x_train_s, y_train)
print('R2', reg.score(x_test_s, y_test))


# In[9]:


from sklearn.ensemble import RandomForestRegressor
forest = RandomForestRegressor()
forest.fit(x_train_s, y_train)
print('R2 forest', forest.score(x_test_s, y_test))
