#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn.ensemble import IsolationForest


# In[2]:


srv = pd.read_csv('server_metrics.csv', parse_dates=['ts'])
srv = srv.set_index('ts').sort_index()
srv = srv.resample('5min').mean().ffill()
srv.plot(subplots=True, figsize=(12, 8));


# In[3]:


srv['cpu_diff'] = srv['cpu'].diff().fillna(0)
srv['mem_roll'] = srv['mem'].rolling(12, min_periods=1).mean()
srv['hour'] = srv.index.hour


# In[4]:


# january to march is normal operation, april has the labelled incidents
normal = srv[:'2021-03-31']
april = srv['2021-04-01':]


# In[5]:


mu = normal.mean()
sigma = normal.std()
z_normal = (normal - mu) / sigma
z_april = (april - mu) / sigma


# In[6]:


iso = IsolationForest(n_estimators=200, contamination=0.001, random_state=0).fit(z_normal)
flags = iso.predict(z_april) == -1


# In[7]:


inc = pd.read_csv('incidents_april.csv', parse_dates=['start', 'end'])
truth = np.zeros(len(april), bool)
for _, r in inc.iterrows():
    truth |= (april.index >= r['start']) & (april.index <= r['end'])


# In[8]:


from sklearn.metrics import precision_score, recall_score
print('precision', precision_score(truth, flags), 'recall', recall_score(truth, flags))
