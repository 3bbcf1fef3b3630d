#!/usr/bin/env python
# coding: utf-8

# In[1]:


# coding: flight delay jan 2019/2020
import pandas as pd
import numpy as np
import category_encoders as ce
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import PredefinedSplit, GridSearchCV


# In[4]:


a = pd.read_csv('Jan_2019_ontime.csv').assign(year=2019)
b = pd.read_csv('Jan_2020_ontime.csv').assign(year=2020)
fl = pd.concat([a, b]).dropna(subset=['ARR_DEL15'])
fl['dep_h'] = fl['DEP_TIME_BLK'].str[:2].replace('00', '0').astype(int)
fl.groupby('ORIGIN')['ARR_DEL15'].mean().sort_values().tail()


# In[5]:


cols = ['DAY_OF_MONTH', 'DAY_OF_WEEK', 'OP_CARRIER', 'ORIGIN', 'DEST', 'dep_h', 'DISTANCE']
train = fl[fl.year == 2019].reset_index(drop=True)
test = fl[fl.year == 2020]
len(train), len(test)


# In[7]:


te = ce.TargetEncoder(cols=['OP_CARRIER', 'ORIGIN', 'DEST'], smoothing=30)
pipe = Pipeline([('te', te), ('sc', StandardScaler()),
                 ('sgd', SGDClassifier(loss='log_loss', random_state=0))])


# In[8]:


# last week of Jan 2019 is the dev fold
fold = np.where(train.DAY_OF_MONTH >= 25, 0, -1)
gs = GridSearchCV(pipe, {'sgd__alpha': 10.0 ** np.arange(-6, 0), 'te__smoothing': [5, 30, 100]},
                  cv=PredefinedSplit(fold), scoring='roc_auc')
gs.fit(train[cols], train['ARR_DEL15'])
gs.best_params_


# In[9]:


roc_auc_score(test['ARR_DEL15'], gs.predict_proba(test[cols])[:, 1])
