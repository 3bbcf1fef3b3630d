#!/usr/bin/env python
# coding: utf-8

# In[5]:


import pandas as pd
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split, cross_val_predict, StratifiedKFold
from sklearn.metrics import precision_recall_curve, f1_score, average_precision_score
from sklearn.utils import resample
import matplotlib.pyplot as plt


# In[6]:


neo = pd.read_csv('neo_v2.csv').drop(columns=['id', 'name', 'orbiting_body', 'sentry_object'])
neo['hazardous'] = neo['hazardous'].astype(int)
neo['d_ratio'] = neo['est_diameter_max'] / neo['miss_distance']
neo['log_v'] = np.log(neo['relative_velocity'])


# In[7]:


tr, te = train_test_split(neo, test_size=0.2, stratify=neo.hazardous, random_state=17)
tr.hazardous.value_counts()


# In[16]:


# upsample hazardous rows, training part only
pos = tr[tr.hazardous == 1]
neg = tr[tr.hazardous == 0]
pos_up = resample(pos, replace=True, n_samples=3 * len(pos), random_state=17)
tr_up = pd.concat([neg, pos_up]).sample(frac=1, random_state=0)


# In[17]:


rf = RandomForestClassifier(300, min_samples_leaf=3, n_jobs=-1, random_state=0)
rf.fit(tr_up.drop(columns='hazardous'), tr_up.hazardous)
print('AP', average_precision_score(te.hazardous, rf.predict_proba(te.drop(columns='hazardous'))[:, 1]))


# In[19]:


# without upsampling, threshold from out-of-fold predictions on train
rf2 = RandomForestClassifier(300, min_samples_leaf=3, n_jobs=-1, random_state=0)
oof = cross_val_predict(rf2, tr.drop(columns='hazardous'), tr.hazardous, cv=StratifiedKFold(5), method='predict_proba')[:, 1]
pr, rc, th = precision_recall_curve(tr.hazardous, oof)
f = 2 * pr * rc / (pr + rc + 1e-12)
t = th[np.argmax(f[:-1])]


# In[20]:


rf2.fit(tr.drop(columns='hazardous'), tr.hazardous)
p2 = rf2.predict_proba(te.drop(columns='hazardous'))[:, 1]
print('F1 at', t, f1_score(te.hazardous, p2 > t))


# In[21]:


plt.plot(rc, pr)
