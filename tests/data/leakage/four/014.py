#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.preprocessing import MinMaxScaler
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.neural_network import MLPClassifier
from sklearn.linear_model import LogisticRegression


# In[2]:


news = pd.read_csv('OnlineNewsPopularity.csv')
news.columns = [c.strip() for c in news.columns]
news = news[news['n_tokens_content'] != 0]


# In[5]:


X = news.drop(['url', 'timedelta', 'shares'], axis=1)
y = (news['shares'] > 1400).astype(int)


# In[6]:


mm = MinMaxScaler()
X_norm = pd.DataFrame(mm.fit_transform(X), columns=X.columns)  # leak: L1
X_norm.head()


# In[7]:


params = {'C': [0.01, 0.1, 1, 10], 'penalty': ['l1', 'l2']}
gs = GridSearchCV(LogisticRegression(solver='liblinear'), params, cv=5, scoring='accuracy')
gs.fit(X_norm, y)
print(gs.best_score_, gs.best_params_)


# In[8]:


mlp = MLPClassifier(hidden_layer_sizes=(32,), max_iter=60)
cross_val_score(mlp, X_norm, y, cv=5).mean()
