#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report


# In[2]:


comp = pd.read_csv('bankruptcy_taiwan.csv')
comp.columns = comp.columns.str.strip()
comp.shape, comp['Bankrupt?'].mean()


# In[3]:


comp = comp.drop(columns=['Net Income Flag'])
comp.isna().any().any()


# In[4]:


top = comp.corr()['Bankrupt?'].abs().sort_values(ascending=False).index[1:21]  # leak: L4
top


# In[5]:


X = comp[top]
y = comp['Bankrupt?']
Xtrain, Xtest, ytrain, ytest = train_test_split(X, y, test_size=0.25, stratify=y, random_state=0)


# In[6]:


rf = RandomForestClassifier(class_weight='balanced', n_estimators=300, random_state=0)
rf.fit(Xtrain, ytrain)
print(classification_report(ytest, rf.predict(Xtest)))


# In[8]:


lr = LogisticRegression(class_weight='balanced', max_iter=3000).fit(Xtrain, ytrain)
print(classification_report(ytest, lr.predict(Xtest)))


# In[9]:


plt.barh(top, rf.feature_importances_)
