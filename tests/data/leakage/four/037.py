#!/usr/bin/env python
# coding: utf-8

# In[2]:


import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import TimeSeriesSplit, GridSearchCV, cross_val_score
from sklearn.pipeline import Pipeline


# In[3]:


btc = pd.read_csv('BTC-USD.csv', parse_dates=['Date'], index_col='Date').sort_index()
btc['Close'].plot(logy=True)


# In[4]:


r = np.log(btc['Close']).diff()
f = pd.DataFrame({
    'r1': r, 'r5': r.rolling(5).sum(), 'r20': r.rolling(20).sum(),
    'vol': r.rolling(20).std(),
    'z': (btc['Close'] - btc['Close'].rolling(50).mean()) / btc['Close'].rolling(50).std(),
    'dv': np.log(btc['Volume'] + 1).diff(),
})
f['up'] = (r.shift(-1) > 0).astype(int)
f = f.iloc[:-1].dropna()
f.tail()


# In[5]:


# returns scaled by their whole-sample volatility, for the histogram only
((f['r1'] - f['r1'].mean()) / f['r1'].std()).hist(bins=80)


# In[6]:


past, future = f[:'2020-12-31'], f['2021-01-01':]
Xp, yp = past.drop(columns='up'), past['up']
Xf, yf = future.drop(columns='up'), future['up']


# In[15]:


pipe = Pipeline([('s', StandardScaler()), ('l', LogisticRegression())])
gs = GridSearchCV(pipe, {'l__C': [1e-3, 1e-2, 1e-1, 1]}, cv=TimeSeriesSplit(6))
gs.fit(Xp, yp)
print(gs.best_params_, gs.best_score_)


# In[17]:


print('acc 2021+', gs.score(Xf, yf), 'always up', yf.mean())


# In[18]:


pos = gs.predict(Xf) * 2 - 1
pnl = (pos * f['r1'].shift(-1).reindex(Xf.index).fillna(0)).cumsum()
pnl.plot()
