#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from imblearn.over_sampling import SMOTE
from collections import Counter


# In[2]:


df = pd.read_csv('creditcard.csv')
fraud = df[df.Class == 1]
legit = df[df.Class == 0]
print(len(fraud), len(legit))


# In[3]:


# too many normal transactions for my laptop, keep 40k of them
legit = legit.sample(n=40000, random_state=42)
df = pd.concat([fraud, legit]).sample(frac=1, random_state=42)
df['Amount'] = np.log1p(df['Amount'])
df['hour'] = (df['Time'] // 3600) % 24
df = df.drop('Time', axis=1)


# In[4]:


X, y = df.drop('Class', axis=1), df['Class']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=.3, stratify=y, random_state=0)


# In[5]:


print('before', Counter(y_train))
X_train_sm, y_train_sm = SMOTE(random_state=0).fit_resample(X_train, y_train)
print('after', Counter(y_train_sm))


# In[6]:


from sklearn.ensemble import RandomForestClassifier
clf = RandomForestClassifier(n_jobs=-1, random_state=0)
clf.fit(X_train_sm, y_train_sm)


# In[7]:


from sklearn.metrics import precision_recall_curve, average_precision_score, confusion_matrix
p = clf.predict_proba(X_test)[:, 1]
print('AP', average_precision_score(y_test, p))
print(confusion_matrix(y_test, p > 0.5))
