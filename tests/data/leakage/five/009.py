#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from catboost import CatBoostClassifier, Pool
from sklearn.metrics import roc_auc_score, f1_score, precision_recall_curve


# In[2]:


w = pd.read_csv('weatherAUS.csv', parse_dates=['Date'])
w = w.dropna(subset=['RainTomorrow'])
w['RainTomorrow'] = (w['RainTomorrow'] == 'Yes').astype(int)
w['month'] = w['Date'].dt.month


# In[3]:


cat = ['Location', 'WindGustDir', 'WindDir9am', 'WindDir3pm', 'RainToday']
w[cat] = w[cat].fillna('NA')
w['dp'] = w['Pressure3pm'] - w['Pressure9am']
w['dt'] = w['MaxTemp'] - w['MinTemp']
w.groupby('Location')['RainTomorrow'].mean().sort_values().plot.barh(figsize=(5, 10))


# In[4]:


feats = [c for c in w.columns if c not in ('Date', 'RainTomorrow')]
tr = w[w.Date.dt.year < 2015]
va = w[w.Date.dt.year == 2015]
te = w[w.Date.dt.year > 2015]


# In[5]:


model = CatBoostClassifier(iterations=3000, learning_rate=0.05, eval_metric='AUC', verbose=200)
model.fit(Pool(tr[feats], tr.RainTomorrow, cat), eval_set=Pool(va[feats], va.RainTomorrow, cat),
          early_stopping_rounds=100, use_best_model=True)


# In[6]:


# threshold with the best f1 on 2015
pr, rc, th = precision_recall_curve(va.RainTomorrow, model.predict_proba(va[feats])[:, 1])
f1 = 2 * pr * rc / (pr + rc + 1e-9)
t = th[np.argmax(f1[:-1])]


# In[7]:


p = model.predict_proba(te[feats])[:, 1]
print('threshold', t, 'AUC', roc_auc_score(te.RainTomorrow, p), 'F1', f1_score(te.RainTomorrow, p > t))
