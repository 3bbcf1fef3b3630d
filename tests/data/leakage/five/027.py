#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_squared_error
import matplotlib.pyplot as plt
get_ipython().run_line_magic('matplotlib', 'inline')


# In[2]:


bike = pd.read_csv('day.csv', parse_dates=['dteday'])
bike = bike.sort_values('dteday').reset_index(drop=True)
bike['lag1'] = bike['cnt'].shift(1)
bike['lag7'] = bike['cnt'].shift(7)
bike['roll7'] = bike['cnt'].shift(1).rolling(7).mean()
bike = bike.dropna()


# In[3]:


cols = ['season', 'mnth', 'holiday', 'weekday', 'weathersit', 'temp', 'hum', 'windspeed', 'lag1', 'lag7', 'roll7']
n = len(bike)
train, valid, test = bike.iloc[:int(.7*n)], bike.iloc[int(.7*n):int(.85*n)], bike.iloc[int(.85*n):]


# In[4]:


gbr = GradientBoostingRegressor(n_estimators=600, max_depth=3, learning_rate=0.05, subsample=.8, random_state=1)
gbr.fit(train[cols], train['cnt'])
err_v = [mean_squared_error(valid['cnt'], p) for p in gbr.staged_predict(valid[cols])]
best = int(np.argmin(err_v)) + 1


# In[5]:


plt.plot(err_v); plt.axvline(best)
plt.show()


# In[6]:


dev = bike.iloc[:int(.85*n)]
gbr = GradientBoostingRegressor(n_estimators=best, max_depth=3, learning_rate=0.05, subsample=.8, random_state=1)
gbr.fit(dev[cols], dev['cnt'])
p = gbr.predict(test[cols])
print('test RMSE', mean_squared_error(test['cnt'], p) ** .5)
print('naive RMSE', mean_squared_error(test['cnt'], test['lag1']) ** .5)
