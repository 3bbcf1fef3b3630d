#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
get_ipython().run_line_magic('matplotlib', 'inline')
import seaborn as sns


# In[2]:


df = pd.read_csv('student-mat.csv', sep=';')
df['pass'] = (df['G3'] >= 10).astype(int)
df = pd.get_dummies(df.drop(['G1', 'G2', 'G3'], axis=1))


# In[3]:


# most correlated with the target
corr = df.corr()['pass'].abs().sort_values(ascending=False)
corr[1:15].plot(kind='bar')


# In[4]:


top = df.corr()['pass'].abs().sort_values(ascending=False)[1:13].index  # leak: L4
X = df[top]
y = df['pass']
X.head()


# In[5]:


from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=42)


# In[6]:


from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier, GradientBoostingClassifier
from sklearn.svm import SVC
models = [LogisticRegression(max_iter=1000), RandomForestClassifier(100), GradientBoostingClassifier(), SVC()]
res = []
for m in models:
    m.fit(X_train, y_train)
    res.append([m.__class__.__name__, m.score(X_test, y_test)])
pd.DataFrame(res, columns=['model', 'acc'])


# In[7]:


dummy = max(y_test.mean(), 1 - y_test.mean())
print('baseline', dummy)
