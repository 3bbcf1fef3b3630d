#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from statsmodels.tsa.stattools import adfuller
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.seasonal import seasonal_decompose


# In[2]:


air = pd.read_csv('AirPassengers.csv', parse_dates=['Month'], index_col='Month')
air.columns = ['n']
air.plot()


# In[3]:


# look at the series: decomposition, stationarity of the full thing
seasonal_decompose(air['n'], model='multiplicative').plot();
print(adfuller(np.log(air['n']).diff().dropna())[1])


# In[4]:


log = np.log(air['n'])
train, valid, test = log[:'1956'], log['1957':'1958'], log['1959':]
len(train), len(valid), len(test)


# In[5]:


res = []
for p in range(3):
    for q in range(3):
        for P in range(2):
            try:
                m = SARIMAX(train, order=(p, 1, q), seasonal_order=(P, 1, 1, 12)).fit(disp=0)
            except Exception as e:
                print(p, q, P, e)
                continue
            err = np.sqrt(np.mean((m.forecast(len(valid)) - valid) ** 2))
            res.append((err, m.aic, (p, 1, q), (P, 1, 1, 12)))
res = sorted(res)
res[:5]


# In[6]:


_, _, order, sorder = res[0]
both = pd.concat([train, valid])
fin = SARIMAX(both, order=order, seasonal_order=sorder).fit(disp=0)
fc = np.exp(fin.forecast(len(test)))


# In[7]:


true = np.exp(test)
print('MAPE', np.mean(np.abs(fc - true) / true))
snaive = np.exp(both[-12:].values)
print('seasonal naive', np.mean(np.abs(np.tile(snaive, 2) - true.values) / true.values))


# In[9]:


# fit on everything and draw 1961-1962
alls = SARIMAX(log, order=order, seasonal_order=sorder).fit(disp=0)
np.exp(alls.forecast(24)).plot(); air['n'].plot()
