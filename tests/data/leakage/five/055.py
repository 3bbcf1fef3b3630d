#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import lightgbm as lgb
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score


# In[2]:


app = pd.read_csv('application_train.csv')
app['DAYS_EMPLOYED'].replace(365243, np.nan, inplace=True)
app['CREDIT_INCOME'] = app['AMT_CREDIT'] / app['AMT_INCOME_TOTAL']
app['AGE'] = app['DAYS_BIRTH'] / -365


# In[3]:


for c in app.select_dtypes('object'):
    app[c] = app[c].astype('category')


# In[4]:


y = app['TARGET']
X = app.drop(['TARGET', 'SK_ID_CURR'], axis=1)
X_trainval, X_test, y_trainval, y_test = train_test_split(X, y, test_size=0.2, random_state=50, stratify=y)
X_train, X_valid, y_train, y_valid = train_test_split(X_trainval, y_trainval, test_size=0.2, random_state=50)


# In[5]:


model = lgb.LGBMClassifier(n_estimators=10000, learning_rate=0.03, num_leaves=40, class_weight='balanced')
model.fit(X_train, y_train,
          eval_set=[(X_valid, y_valid), (X_train, y_train)],
          eval_names=['valid', 'train'], eval_metric='auc',
          callbacks=[lgb.early_stopping(100), lgb.log_evaluation(200)])
best = model.best_iteration_


# In[6]:


# drop the features with zero importance and train again
imp = pd.Series(model.feature_importances_, index=X.columns)
keep = imp[imp > 0].index
model2 = lgb.LGBMClassifier(n_estimators=best, learning_rate=0.03, num_leaves=40, class_weight='balanced')
model2.fit(X_trainval[keep], y_trainval)


# In[7]:


print('test auc', roc_auc_score(y_test, model2.predict_proba(X_test[keep])[:, 1]))
