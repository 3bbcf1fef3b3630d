#!/usr/bin/env python
# coding: utf-8

# In[5]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn.preprocessing import RobustScaler
from sklearn.decomposition import PCA
from sklearn.neighbors import KNeighborsRegressor
from sklearn.linear_model import LinearRegression


# In[6]:


gen = pd.read_csv('Plant_1_Generation_Data.csv')
wea = pd.read_csv('Plant_1_Weather_Sensor_Data.csv')
gen['DATE_TIME'] = pd.to_datetime(gen['DATE_TIME'], dayfirst=True)
wea['DATE_TIME'] = pd.to_datetime(wea['DATE_TIME'])
tot = gen.groupby('DATE_TIME')['AC_POWER'].sum().reset_index()
s = tot.merge(wea, on='DATE_TIME').sort_values('DATE_TIME')


# In[7]:


s['hour'] = s.DATE_TIME.dt.hour + s.DATE_TIME.dt.minute / 60
s['hs'], s['hc'] = np.sin(s.hour * np.pi / 12), np.cos(s.hour * np.pi / 12)
s = s[s.IRRADIATION >= 0]


# In[8]:


cols = ['AMBIENT_TEMPERATURE', 'MODULE_TEMPERATURE', 'IRRADIATION', 'hs', 'hc']
Z = RobustScaler().fit_transform(s[cols])  # leak: L1


# In[9]:


mask = (s.DATE_TIME < '2020-06-10').values
y = s.AC_POWER.values
X_tr, X_te, y_tr, y_te = Z[mask], Z[~mask], y[mask], y[~mask]
X_tr.shape, X_te.shape


# In[10]:


for m in (LinearRegression(), KNeighborsRegressor(15, weights='distance')):
    m.fit(X_tr, y_tr)
    e = m.predict(X_te) - y_te
    print(m, np.abs(e).mean(), m.score(X_te, y_te))


# In[11]:


plt.plot(s.DATE_TIME[~mask], y_te); plt.plot(s.DATE_TIME[~mask], m.predict(X_te))
