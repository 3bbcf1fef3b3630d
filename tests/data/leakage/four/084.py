#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from imblearn.over_sampling import SMOTE
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import confusion_matrix, recall_score, roc_auc_score


# In[2]:


df = pd.read_csv('healthcare-dataset-stroke-data.csv')
df = df.drop('id', axis=1)
df = df[df['gender'] != 'Other']
df.info()


# In[3]:


df['bmi'] = df['bmi'].fillna(df.groupby('gender')['bmi'].transform('mean'))  # leak: L5


# In[5]:


df['ever_married'] = df['ever_married'].map({'Yes': 1, 'No': 0})
df['gender'] = df['gender'].map({'Male': 1, 'Female': 0})
df = pd.get_dummies(df, columns=['work_type', 'Residence_type', 'smoking_status'])


# In[6]:


X = df.drop('stroke', axis=1)
y = df['stroke']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)


# In[8]:


sm = SMOTE(random_state=42)
X_train_res, y_train_res = sm.fit_resample(X_train, y_train)
print("After OverSampling, the shape of train_X: {}".format(X_train_res.shape))
print("counts of label '1': {}".format(sum(y_train_res == 1)))


# In[9]:


rf = RandomForestClassifier(random_state=42, n_estimators=300)
rf.fit(X_train_res, y_train_res)
pr = rf.predict(X_test)
print(confusion_matrix(y_test, pr))
print(recall_score(y_test, pr), roc_auc_score(y_test, rf.predict_proba(X_test)[:, 1]))
