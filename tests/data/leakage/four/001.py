#!/usr/bin/env python
# coding: utf-8

# In[5]:


import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.impute import KNNImputer
from sklearn.ensemble import AdaBoostClassifier


# In[6]:


kidney = pd.read_csv('kidney_disease.csv').drop('id', axis=1)
for c in ['pcv', 'wc', 'rc']:
    kidney[c] = pd.to_numeric(kidney[c], errors='coerce')
kidney['classification'] = kidney['classification'].str.strip()
kidney.isna().sum()


# In[7]:


cat_cols = [c for c in kidney.columns if kidney[c].dtype == 'object' and c != 'classification']
num_cols = [c for c in kidney.columns if kidney[c].dtype != 'object']
kidney[cat_cols] = kidney[cat_cols].fillna('missing')


# In[8]:


for c in cat_cols:
    kidney[c] = LabelEncoder().fit_transform(kidney[c])  # leak: L1


# In[11]:


imputer = KNNImputer(n_neighbors=5)
kidney[num_cols] = imputer.fit_transform(kidney[num_cols])  # leak: L1
kidney.isna().sum().sum()


# In[12]:


X = kidney.drop('classification', axis=1)
y = kidney['classification'].map({'ckd': 1, 'notckd': 0})
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.30, random_state=0)


# In[13]:


ada = AdaBoostClassifier(n_estimators=80).fit(X_train, y_train)
print("train", ada.score(X_train, y_train))
print("test", ada.score(X_test, y_test))
