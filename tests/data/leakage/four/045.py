#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np # linear algebra
import pandas as pd # data processing, CSV file I/O (e.g. pd.read_csv)
import warnings
warnings.filterwarnings('ignore')


# In[2]:


df = pd.read_csv('WA_Fn-UseC_-Telco-Customer-Churn.csv')
df.drop('customerID', axis=1, inplace=True)
df['TotalCharges'] = pd.to_numeric(df['TotalCharges'], errors='coerce')
df.isna().sum()


# In[3]:


df['TotalCharges'] = df['TotalCharges'].fillna(df['TotalCharges'].median())  # leak: L5


# In[4]:


df['Churn'] = df['Churn'].map({'Yes': 1, 'No': 0})
df = pd.get_dummies(df)


# In[7]:


X, y = df.drop('Churn', axis=1), df['Churn']


# In[10]:


from imblearn.over_sampling import RandomOverSampler
ros = RandomOverSampler(random_state=42)
X_ros, y_ros = ros.fit_resample(X, y)  # leak: L7
y_ros.value_counts()


# In[19]:


from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X_ros, y_ros, test_size=0.2, random_state=42)


# In[20]:


from sklearn.preprocessing import MinMaxScaler
mm = MinMaxScaler()
X_train = mm.fit_transform(X_train)
X_test = mm.transform(X_test)


# In[21]:


from xgboost import XGBClassifier
from sklearn.metrics import classification_report, roc_auc_score
xgb = XGBClassifier(n_estimators=300, max_depth=6)
xgb.fit(X_train, y_train)
print(classification_report(y_test, xgb.predict(X_test)))
print(roc_auc_score(y_test, xgb.predict_proba(X_test)[:, 1]))
