#!/usr/bin/env python
# coding: utf-8

# In[2]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import roc_auc_score, roc_curve


# In[3]:


raw = pd.read_csv('cs-training.csv', index_col=0)
raw.describe(percentiles=[.01, .5, .99]).T


# In[4]:


# codes 96 / 98 are not real counts
late = [c for c in raw.columns if 'PastDue' in c or '90Days' in c]
raw[late] = raw[late].where(raw[late] < 90, 0)
raw['income_missing'] = raw['MonthlyIncome'].isna().astype(int)
raw['DebtRatio'] = raw['DebtRatio'].clip(upper=5)
raw['RevolvingUtilizationOfUnsecuredLines'] = raw['RevolvingUtilizationOfUnsecuredLines'].clip(0, 1.5)


# In[5]:


y = LabelEncoder().fit_transform(raw['SeriousDlqin2yrs'].astype(str))
X = raw.drop(columns='SeriousDlqin2yrs')
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=10, stratify=y)


# In[6]:


inc = X_train['MonthlyIncome'].median()
dep = X_train['NumberOfDependents'].mode()[0]
for d in [X_train, X_test]:
    d['MonthlyIncome'] = d['MonthlyIncome'].fillna(inc)
    d['NumberOfDependents'] = d['NumberOfDependents'].fillna(dep)


# In[7]:


scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)


# In[8]:


lr = LogisticRegressionCV(Cs=8, cv=5, scoring='roc_auc', max_iter=1000)
lr.fit(X_train, y_train)
p = lr.predict_proba(X_test)[:, 1]
print('gini', 2 * roc_auc_score(y_test, p) - 1)


# In[11]:


fpr, tpr, thr = roc_curve(y_test, p)
plt.plot(fpr, tpr); plt.plot([0, 1], [0, 1], '--')
print('KS', (tpr - fpr).max())
