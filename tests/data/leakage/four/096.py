#!/usr/bin/env python
# coding: utf-8

# In[5]:


# customer transactions, out of fold mean encoding
import pandas as pd, numpy as np, gc
import lightgbm as lgb
import seaborn as sns
from sklearn.model_selection import StratifiedKFold
from sklearn.metrics import roc_auc_score


# In[6]:


tr = pd.read_csv('../input/porto/train.csv', na_values=-1)
te = pd.read_csv('../input/porto/test.csv', na_values=-1)
y = tr.pop('target'); tr_id = tr.pop('id'); te_id = te.pop('id')
tr.shape, te.shape


# In[15]:


sns.barplot(x=tr['ps_car_11_cat'].value_counts().index[:20], y=tr['ps_car_11_cat'].value_counts().values[:20])


# In[16]:


drop = [c for c in tr.columns if c.startswith('ps_calc')]
tr = tr.drop(columns=drop); te = te.drop(columns=drop)
for d in (tr, te):
    d['n_miss'] = d.isna().sum(axis=1)
    d['reg_mul'] = d['ps_reg_01'] * d['ps_reg_03'].fillna(0)


# In[17]:


cats = [c for c in tr.columns if c.endswith('_cat')]
def mean_enc(x_tr, y_tr, frames, cols, m=100):
    prior = y_tr.mean()
    outs = [f.copy() for f in frames]
    for c in cols:
        g = y_tr.groupby(x_tr[c]).agg(['mean', 'count'])
        val = (g['mean'] * g['count'] + prior * m) / (g['count'] + m)
        for o, f in zip(outs, frames):
            o[c + '_me'] = f[c].map(val).fillna(prior)
    return outs


# In[18]:


skf = StratifiedKFold(5, shuffle=True, random_state=15)
oof = np.zeros(len(tr)); pred = np.zeros(len(te))
for f, (a, b) in enumerate(skf.split(tr, y)):
    xa, xb, xt = mean_enc(tr.iloc[a], y.iloc[a], [tr.iloc[a], tr.iloc[b], te], cats)
    m = lgb.LGBMClassifier(n_estimators=600, learning_rate=.03, num_leaves=24, colsample_bytree=.6, subsample=.8, subsample_freq=1)
    m.fit(xa, y.iloc[a])
    oof[b] = m.predict_proba(xb)[:, 1]
    pred += m.predict_proba(xt)[:, 1] / 5
    print(f, 2 * roc_auc_score(y.iloc[b], oof[b]) - 1)
    gc.collect()


# In[19]:


print('gini', 2 * roc_auc_score(y, oof) - 1)
pd.DataFrame({'id': te_id, 'target': pred}).to_csv('porto.csv', index=False)
