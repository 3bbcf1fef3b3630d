#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np, pandas as pd
import matplotlib.pyplot as plt
from sklearn.ensemble import RandomForestRegressor, GradientBoostingRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split


# In[2]:


train = pd.read_csv('bike/train.csv', parse_dates=['datetime'])
test = pd.read_csv('bike/test.csv', parse_dates=['datetime'])


# In[3]:


full = pd.concat([train, test], sort=False, ignore_index=True)
full['hour'] = full.datetime.dt.hour
full['month'] = full.datetime.dt.month
full['year'] = full.datetime.dt.year - 2011
full['wday'] = full.datetime.dt.weekday
full['rush'] = full.hour.isin([7, 8, 17, 18]).astype(int)
full = pd.get_dummies(full, columns=['season', 'weather'])
full['humidity'] = full['humidity'] / 100.


# In[4]:


full[['temp', 'atemp', 'windspeed']].describe()


# In[5]:


tr = full[full['count'].notnull()].copy()
sub = full[full['count'].isnull()].copy()
drop = ['datetime', 'count', 'casual', 'registered']
X = tr.drop(columns=drop)
y = np.log1p(tr['count'])


# In[6]:


# last days of each month as validation, as in the competition
late = tr.datetime.dt.day >= 15
Xa, ya, Xb, yb = X[~late], y[~late], X[late], y[late]


# In[7]:


def rmsle(a, b):
    return np.sqrt(np.mean((a - b) ** 2))
for name, m in [('ridge', make_pipeline(StandardScaler(), Ridge(5.))),
                ('rf', RandomForestRegressor(300, n_jobs=-1)),
                ('gbm', GradientBoostingRegressor(n_estimators=600, max_depth=5))]:
    m.fit(Xa, ya)
    print(name, rmsle(yb, m.predict(Xb)))


# In[8]:


blend = 0
for m in (RandomForestRegressor(300, n_jobs=-1), GradientBoostingRegressor(n_estimators=600, max_depth=5)):
    blend = blend + m.fit(X, y).predict(sub.drop(columns=drop)) / 2
pd.DataFrame({'datetime': sub.datetime, 'count': np.expm1(blend)}).to_csv('bike_sub.csv', index=False)
