#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.utils import resample


# In[2]:


df = pd.read_csv('stroke.csv')
df['bmi'] = df['bmi'].fillna(df['bmi'].mean())  # leak: L5
df = df[df['gender'] != 'Other']


# In[3]:


df.drop('id', axis=1, inplace=True)
df = pd.get_dummies(df, drop_first=True)
df['stroke'].value_counts()


# In[4]:


# classes are imbalanced -> upsample the minority
df_majority = df[df.stroke == 0]
df_minority = df[df.stroke == 1]
df_minority_up = resample(df_minority, replace=True,  # leak: L7
                          n_samples=len(df_majority), random_state=123)
df_up = pd.concat([df_majority, df_minority_up])
df_up.stroke.value_counts()


# In[5]:


from sklearn.model_selection import train_test_split
X = df_up.drop('stroke', axis=1)
y = df_up['stroke']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)


# In[6]:


from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report
rfc = RandomForestClassifier()
rfc.fit(X_train, y_train)
print(classification_report(y_test, rfc.predict(X_test)))
