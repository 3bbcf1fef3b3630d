#!/usr/bin/env python
# coding: utf-8

# In[2]:


import pandas as pd
import numpy as np
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.utils import resample
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, cohen_kappa_score


# In[3]:


full_data = pd.read_csv('weatherAUS.csv')
full_data['RainToday'].replace({'No': 0, 'Yes': 1}, inplace=True)
full_data['RainTomorrow'].replace({'No': 0, 'Yes': 1}, inplace=True)
full_data = full_data.dropna(subset=['RainTomorrow'])


# In[5]:


# handling class imbalance
no = full_data[full_data.RainTomorrow == 0]
yes = full_data[full_data.RainTomorrow == 1]
yes_oversampled = resample(yes, replace=True, n_samples=len(no), random_state=123)  # leak: L7
oversampled = pd.concat([no, yes_oversampled])


# In[6]:


for c in ['Date', 'Location', 'WindGustDir', 'WindDir9am', 'WindDir3pm']:
    oversampled[c] = oversampled[c].fillna(oversampled[c].mode()[0])  # leak: L5


# In[7]:


lencoders = {}
for col in oversampled.select_dtypes(include=['object']).columns:
    lencoders[col] = LabelEncoder()
    oversampled[col] = lencoders[col].fit_transform(oversampled[col])  # leak: L1


# In[8]:


oversampled = oversampled.fillna(oversampled.median())  # leak: L5


# In[9]:


X = oversampled.drop('RainTomorrow', axis=1)
y = oversampled['RainTomorrow']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=12345)


# In[18]:


scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)


# In[19]:


rf = RandomForestClassifier(max_depth=16, min_samples_leaf=1, n_estimators=100)
rf.fit(X_train, y_train)
y_pred = rf.predict(X_test)
print(accuracy_score(y_test, y_pred), cohen_kappa_score(y_test, y_pred))
