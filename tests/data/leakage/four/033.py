#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from xgboost import XGBClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score, classification_report


# In[2]:


df = pd.read_csv('airline_satisfaction.csv').drop(columns=['Unnamed: 0', 'id'])
df.shape


# In[3]:


df['satisfaction'] = np.where(df['satisfaction'] == 'satisfied', 1, 0)
df['Gender'] = np.where(df['Gender'] == 'Male', 1, 0)
df['Customer Type'] = np.where(df['Customer Type'] == 'Loyal Customer', 1, 0)
df['Type of Travel'] = np.where(df['Type of Travel'] == 'Business travel', 1, 0)
df['Class'] = df['Class'].replace({'Eco': 0, 'Eco Plus': 1, 'Business': 2})


# In[4]:


df['Arrival Delay in Minutes'].fillna(0, inplace=True)


# In[5]:


X = df.drop('satisfaction', axis=1)
y = df['satisfaction']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=123)


# In[6]:


xgb = XGBClassifier(n_estimators=2000, learning_rate=0.05, early_stopping_rounds=30, eval_metric='logloss')
xgb.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=100)  # leak: L6
xgb.best_iteration


# In[7]:


pred = xgb.predict(X_test)
print(accuracy_score(y_test, pred))
print(classification_report(y_test, pred))
