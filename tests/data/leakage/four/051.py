#!/usr/bin/env python
# coding: utf-8

# In[1]:


# This notebook: Pima indians, logistic regression vs knn
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split, GridSearchCV
from sklearn.preprocessing import StandardScaler
from sklearn.neighbors import KNeighborsClassifier
from sklearn.linear_model import LogisticRegression


# In[2]:


data = pd.read_csv("diabetes.csv")
data.describe().T


# In[3]:


zero_cols = ['Glucose', 'BloodPressure', 'SkinThickness', 'Insulin', 'BMI']
data[zero_cols] = data[zero_cols].replace(0, np.nan)
data.isnull().sum()


# In[4]:


data.hist(figsize=(14, 12));


# In[5]:


# just to see how much it would move
print(data[zero_cols].median())
print(data.fillna(data.median()).describe())


# In[8]:


X = data.drop('Outcome', axis=1)
y = data['Outcome']
x_tr, x_te, y_tr, y_te = train_test_split(X, y, test_size=.25, stratify=y, random_state=7)


# In[9]:


med = x_tr.median()
x_tr = x_tr.fillna(med)
x_te = x_te.fillna(med)


# In[10]:


ss = StandardScaler().fit(x_tr)
x_tr_s, x_te_s = ss.transform(x_tr), ss.transform(x_te)


# In[12]:


grid = GridSearchCV(KNeighborsClassifier(), {'n_neighbors': list(range(1, 40, 2))}, cv=10, scoring='roc_auc')
grid.fit(x_tr_s, y_tr)
grid.best_params_


# In[14]:


lr = LogisticRegression(C=0.5).fit(x_tr_s, y_tr)
print('knn', grid.best_estimator_.score(x_te_s, y_te))
print('lr ', lr.score(x_te_s, y_te))
