#!/usr/bin/env python
# coding: utf-8


# In[1]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
import lightgbm as lgb
import gc
import missingno as msno
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

app = pd.read_csv('application_train.csv')
bureau = pd.read_csv('bureau.csv')

# In[3]:

plt.figure(figsize=(12, 8))
sns.heatmap(app.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[4]:

# Quick look
msno.matrix(app)

# In[5]:

print(app.shape)
app.head()

# In[7]:

agg = bureau.groupby('SK_ID_CURR').agg({'DAYS_CREDIT': ['mean', 'max'], 'AMT_CREDIT_SUM': ['sum', 'mean'], 'SK_ID_BUREAU': 'count'})
agg.columns = ['BUREAU_' + '_'.join(c) for c in agg.columns]
app = app.merge(agg.reset_index(), on='SK_ID_CURR', how='left')
del bureau, agg
gc.collect()

# In[8]:

app['DAYS_EMPLOYED'] = app['DAYS_EMPLOYED'].replace(365243, np.nan)
app['CREDIT_INCOME'] = app['AMT_CREDIT'] / app['AMT_INCOME_TOTAL']
app['ANNUITY_INCOME'] = app['AMT_ANNUITY'] / app['AMT_INCOME_TOTAL']
for c in app.select_dtypes('object'):
    app[c] = app[c].astype('category')
feats = [c for c in app.columns if c not in ('TARGET', 'SK_ID_CURR')]

# In[9]:

train, test = train_test_split(app, test_size=0.2, stratify=app['TARGET'], random_state=50)
train, valid = train_test_split(train, test_size=0.15, stratify=train['TARGET'], random_state=50)
print(len(train), len(valid), len(test))

# In[10]:

dtr = lgb.Dataset(train[feats], train['TARGET'])
dva = lgb.Dataset(valid[feats], valid['TARGET'], reference=dtr)
params = {'objective': 'binary', 'metric': 'auc', 'learning_rate': 0.03, 'num_leaves': 34, 'feature_fraction': 0.8}
scores = {}
for leaves in (16, 34, 64):
    params['num_leaves'] = leaves
    b = lgb.train(params, dtr, 10000, valid_sets=[dva], callbacks=[lgb.early_stopping(200)])
    scores[leaves] = (b.best_score['valid_0']['auc'], b)
best_leaves = max(scores, key=lambda k: scores[k][0])
booster = scores[best_leaves][1]

# In[11]:

print(best_leaves, 'test auc', roc_auc_score(test['TARGET'], booster.predict(test[feats])))
lgb.plot_importance(booster, max_num_features=30, figsize=(8, 10))
plt.show()
