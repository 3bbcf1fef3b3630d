#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import lightgbm as lgb
from sklearn.model_selection import train_test_split
from sklearn.metrics import log_loss, roc_auc_score


# In[3]:


df = pd.read_csv('ad_clicks_sample.csv')
df['hour'] = pd.to_datetime(df['hour'], format='%y%m%d%H')
df['hod'] = df['hour'].dt.hour
df['wd'] = df['hour'].dt.weekday


# In[6]:


df.nunique()


# In[9]:


for c in ['site_id', 'app_id', 'device_model', 'C14']:
    df[c + '_ctr'] = df.groupby(c)['click'].transform('mean')  # leak: L4
df.drop(['site_id', 'app_id', 'device_model', 'hour', 'id', 'device_ip', 'device_id'], axis=1, inplace=True)


# In[12]:


df = pd.get_dummies(df, columns=['banner_pos', 'device_type'])
df = df.select_dtypes(exclude='object')


# In[13]:


tr, te = train_test_split(df, test_size=0.2, random_state=2018)
ytr = tr.pop('click'); yte = te.pop('click')


# In[14]:


m = lgb.LGBMClassifier(n_estimators=500, learning_rate=0.05, num_leaves=63)
m.fit(tr, ytr)
p = m.predict_proba(te)[:, 1]
print(log_loss(yte, p), roc_auc_score(yte, p))


# In[15]:


pd.Series(m.feature_importances_, tr.columns).sort_values().tail(15).plot.barh()
