#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import seaborn as sns


# In[2]:


weather = pd.read_csv('weatherAUS.csv')
weather = weather.drop(['Evaporation', 'Sunshine', 'Cloud9am', 'Cloud3pm'], axis=1)
weather = weather.dropna(subset=['RainTomorrow'])


# In[3]:


num_cols = weather.select_dtypes(include=np.number).columns
weather[num_cols] = weather[num_cols].fillna(weather[num_cols].mean())  # leak: L5
for c in ['WindGustDir', 'WindDir9am', 'WindDir3pm']:
    weather[c] = weather[c].fillna(weather[c].mode()[0])  # leak: L5
weather['RainToday'] = weather['RainToday'].fillna('No')


# In[4]:


weather['RainToday'] = weather['RainToday'].map({'Yes': 1, 'No': 0})
weather['RainTomorrow'] = weather['RainTomorrow'].map({'Yes': 1, 'No': 0})
weather['month'] = pd.to_datetime(weather['Date']).dt.month
weather = pd.get_dummies(weather.drop('Date', axis=1))


# In[5]:


y = weather['RainTomorrow']
X = weather.drop('RainTomorrow', axis=1)
X = (X - X.min()) / (X.max() - X.min())  # leak: L5


# In[6]:


from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)


# In[7]:


from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
for C in (100, 1, 0.01):
    lr = LogisticRegression(C=C, solver='liblinear').fit(X_train, y_train)
    print(C, lr.score(X_train, y_train))
lr = LogisticRegression(C=1, solver='liblinear').fit(X_train, y_train)
print('accuracy', accuracy_score(y_test, lr.predict(X_test)))
