#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from imblearn.over_sampling import SMOTE
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler
from sklearn.metrics import classification_report, roc_auc_score


# In[2]:


df = pd.read_csv('../input/creditcardfraud/creditcard.csv')
df['Class'].value_counts(normalize=True)


# In[3]:


# Time and Amount are the only columns which are not scaled yet
rob_scaler = RobustScaler()
df['scaled_amount'] = rob_scaler.fit_transform(df['Amount'].values.reshape(-1, 1))  # leak: L1
df['scaled_time'] = rob_scaler.fit_transform(df['Time'].values.reshape(-1, 1))  # leak: L1
df.drop(['Time', 'Amount'], axis=1, inplace=True)


# In[4]:


X = df.drop('Class', axis=1)
y = df['Class']


# In[5]:


sm = SMOTE(random_state=2)
X_res, y_res = sm.fit_resample(X, y)  # leak: L7
print(X_res.shape, y_res.sum())


# In[6]:


X_train, X_test, y_train, y_test = train_test_split(X_res, y_res, test_size=0.25, random_state=2)


# In[7]:


from sklearn.linear_model import LogisticRegression
lr = LogisticRegression(max_iter=500)
lr.fit(X_train, y_train)
y_pred = lr.predict(X_test)
print(classification_report(y_test, y_pred))


# In[8]:


print('ROC AUC : ', roc_auc_score(y_test, lr.predict_proba(X_test)[:, 1]))
