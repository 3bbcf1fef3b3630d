#!/usr/bin/env python
# coding: utf-8

# In[1]:


# # Feature selection on madelon
# course notebook, part 3
import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.feature_selection import mutual_info_classif, RFECV, SelectFromModel
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import Lasso
from sklearn.metrics import roc_auc_score


# In[2]:


data = pd.read_csv('madelon.csv')
data.shape


# In[3]:


# constant columns and exact duplicates say nothing
const = [c for c in data.columns if data[c].nunique() == 1]
data.drop(columns=const, inplace=True)


# In[4]:


X_train, X_test, y_train, y_test = train_test_split(
    data.drop(labels=['target'], axis=1),
    data['target'],
    test_size=0.3,
    random_state=0)


# In[5]:


def run_rf(cols, label):
    rf = RandomForestClassifier(n_estimators=200, random_state=39, max_depth=4)
    rf.fit(X_train[cols], y_train)
    pred = rf.predict_proba(X_test[cols])[:, 1]
    print(label, len(cols), 'test auc: {}'.format(roc_auc_score(y_test, pred)))


# In[6]:


run_rf(list(X_train.columns), 'all')


# In[8]:


corr = X_train.corr().abs()
upper = corr.where(np.triu(np.ones(corr.shape), k=1).astype(bool))
drop = [c for c in upper.columns if (upper[c] > 0.8).any()]
run_rf([c for c in X_train.columns if c not in drop], 'corr')


# In[9]:


mi = pd.Series(mutual_info_classif(X_train, y_train, random_state=0), X_train.columns)
run_rf(mi.nlargest(15).index.tolist(), 'mi')


# In[18]:


sfm = SelectFromModel(Lasso(alpha=0.01, random_state=10)).fit(X_train, y_train)
run_rf(X_train.columns[sfm.get_support()].tolist(), 'lasso')


# In[27]:


rfecv = RFECV(RandomForestClassifier(50, random_state=0), step=20, cv=3, scoring='roc_auc').fit(X_train, y_train)
run_rf(X_train.columns[rfecv.support_].tolist(), 'rfecv')
