#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_squared_error


# In[2]:


bike = pd.read_csv('hour.csv')
bike = bike.drop(['instant', 'dteday', 'casual', 'registered'], axis=1)
bike.head()


# In[3]:


X = bike.drop('cnt', axis=1)
y = bike['cnt']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=10)


# In[4]:


gbr = GradientBoostingRegressor(n_estimators=500, max_depth=4, learning_rate=0.1)
gbr.fit(X_train, y_train)


# In[5]:


# find the best number of trees
errors = [mean_squared_error(y_test, p) for p in gbr.staged_predict(X_test)]  # leak: L6
best_n = int(np.argmin(errors)) + 1
best_n


# In[6]:


import matplotlib.pyplot as plt
plt.plot(errors)
plt.axvline(best_n, ls='--')
plt.xlabel('trees')


# In[7]:


final = GradientBoostingRegressor(n_estimators=best_n, max_depth=4, learning_rate=0.1)
final.fit(X_train, y_train)
rmse = np.sqrt(mean_squared_error(y_test, final.predict(X_test)))
print('RMSE of the final model', rmse)
