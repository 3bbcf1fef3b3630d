#!/usr/bin/env python
# coding: utf-8


# In[3]:

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score, roc_auc_score, confusion_matrix, classification_report
import numpy as np
from catboost import CatBoostClassifier

flights = pd.read_csv('flights_2015.csv')
flights = flights[(flights['CANCELLED'] == 0) & (flights['DIVERTED'] == 0)]
flights['late'] = (flights['ARRIVAL_DELAY'] > 15).astype(int)

# In[4]:

flights.describe(include='all')

# In[ ]:

missing = flights.isnull().sum().sort_values(ascending=False)
missing = missing[missing > 0]
missing.plot.bar()

# In[6]:

flights['dep_hour'] = flights['SCHEDULED_DEPARTURE'] // 100
cat = ['AIRLINE', 'ORIGIN_AIRPORT', 'DESTINATION_AIRPORT', 'DAY_OF_WEEK']
feats = cat + ['dep_hour', 'DISTANCE', 'MONTH']
flights[cat] = flights[cat].astype(str)
tr = flights[flights.MONTH <= 8]
va = flights[flights.MONTH.isin([9, 10])]
te = flights[flights.MONTH >= 11]

# In[8]:

clf = CatBoostClassifier(iterations=2000, learning_rate=0.08, eval_metric='AUC', early_stopping_rounds=100, cat_features=cat, verbose=200)
clf.fit(tr[feats], tr['late'], eval_set=(va[feats], va['late']))
print(clf.get_best_iteration(), clf.get_best_score())

# In[11]:

p_va = clf.predict_proba(va[feats])[:, 1]
grid = np.linspace(0.05, 0.6, 56)
t = grid[np.argmax([f1_score(va['late'], p_va > g) for g in grid])]

# In[12]:

p = clf.predict_proba(te[feats])[:, 1]
y_te, flag = te['late'].values, (p > t).astype(int)
print('AUC', roc_auc_score(y_te, p), 'F1', f1_score(y_te, flag))

# In[13]:

print(confusion_matrix(y_te, flag))

# In[14]:

print(classification_report(y_te, flag))
