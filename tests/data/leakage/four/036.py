#!/usr/bin/env python
# coding: utf-8

# In[5]:


import pandas as pd
import numpy as np
from catboost import CatBoostClassifier, Pool
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score, f1_score


# In[6]:


h = pd.read_csv('hotel_bookings.csv')
h = h.drop(columns=['reservation_status', 'reservation_status_date', 'company'])
h.isna().mean().sort_values(ascending=False).head()


# In[7]:


h['country'] = h['country'].fillna('UNK')
h['agent'] = h['agent'].fillna(-1).astype(int).astype(str)
h['children'] = h['children'].fillna(0)
h = h[(h.adults + h.children + h.babies) > 0]
h = h[h.adr < 5000]


# In[8]:


cats = list(h.select_dtypes('object').columns)
y = h['is_canceled']; X = h.drop(columns='is_canceled')


# In[9]:


X_tmp, X_test, y_tmp, y_test = train_test_split(X, y, test_size=0.2, random_state=33)
X_train, X_val, y_train, y_val = train_test_split(X_tmp, y_tmp, test_size=0.2, random_state=33)


# In[10]:


cb = CatBoostClassifier(iterations=3000, learning_rate=0.06, depth=8, eval_metric='AUC',
                        early_stopping_rounds=100, cat_features=cats, verbose=200)
cb.fit(X_train, y_train, eval_set=Pool(X_val, y_val, cat_features=cats))


# In[11]:


# threshold on val
pv = cb.predict_proba(X_val)[:, 1]
ts = np.linspace(.2, .8, 61)
t = ts[np.argmax([f1_score(y_val, pv > t) for t in ts])]


# In[12]:


pt = cb.predict_proba(X_test)[:, 1]
print('AUC', roc_auc_score(y_test, pt), 'F1', f1_score(y_test, pt > t), 'at', t)
