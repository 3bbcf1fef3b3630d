#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, confusion_matrix


# In[2]:


data = pd.read_csv("../input/mushrooms.csv")
data.shape


# In[3]:


data['class'].value_counts()


# In[4]:


data.columns


# In[5]:


y = data['class'].map({'e': 0, 'p': 1})
X = data.drop(['class'], axis=1)


# In[6]:


# convert the categories to numbers
encoder = LabelEncoder()
for col in X.columns:
    X[col] = encoder.fit_transform(X[col])  # leak: L1
X.head()


# In[7]:


X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=4)


# In[8]:


rf = RandomForestClassifier(n_estimators=100)
rf.fit(X_train, y_train)


# In[9]:


pred = rf.predict(X_test)
print("accuracy:", accuracy_score(y_test, pred))
print(confusion_matrix(y_test, pred))


# In[10]:


imp = pd.Series(rf.feature_importances_, index=X.columns).sort_values()
imp.plot(kind='barh', figsize=(6, 8))
