#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.utils import resample
from sklearn.model_selection import train_test_split


# In[2]:


df = pd.read_csv('insurance_claims.csv')
df = df.replace('?', 'missing')
df = df.drop(['policy_number', 'policy_bind_date', 'incident_location', '_c39'], axis=1, errors='ignore')
df['fraud_reported'] = (df['fraud_reported'] == 'Y').astype(int)
df = pd.get_dummies(df)


# In[3]:


train, test = train_test_split(df, test_size=0.25, random_state=27, stratify=df['fraud_reported'])


# In[4]:


not_fraud = train[train.fraud_reported == 0]
fraud = train[train.fraud_reported == 1]
fraud_up = resample(fraud, replace=True, n_samples=len(not_fraud), random_state=27)
upsampled = pd.concat([not_fraud, fraud_up])
upsampled.fraud_reported.value_counts()


# In[5]:


down = pd.concat([resample(not_fraud, replace=False, n_samples=len(fraud), random_state=27), fraud])


# In[6]:


from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, recall_score
X_test, y_test = test.drop('fraud_reported', axis=1), test.fraud_reported
for name, d in [('plain', train), ('up', upsampled), ('down', down)]:
    m = LogisticRegression(solver='liblinear').fit(d.drop('fraud_reported', axis=1), d.fraud_reported)
    p = m.predict(X_test)
    print(name, f1_score(y_test, p), recall_score(y_test, p))
