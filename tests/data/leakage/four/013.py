#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
import seaborn as sns


# In[2]:


df = pd.read_csv("LoanApprovalPrediction.csv")
df.drop(['Loan_ID'], axis=1, inplace=True)
df.isnull().sum()


# In[4]:


for col in df.columns:
    if df[col].dtype != 'object':
        df[col] = df[col].fillna(df[col].mean())  # leak: L5
    else:
        df[col] = df[col].fillna(df[col].mode()[0])  # leak: L5
df.isna().sum()


# In[5]:


sns.heatmap(df.corr(numeric_only=True), cmap='BrBG', annot=True)


# In[7]:


from sklearn.preprocessing import LabelEncoder
Y = LabelEncoder().fit_transform(df['Loan_Status'])
X = pd.get_dummies(df.drop(['Loan_Status'], axis=1))


# In[10]:


from sklearn.model_selection import train_test_split
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.4, random_state=1)
X_train.shape, X_test.shape


# In[11]:


from sklearn.neighbors import KNeighborsClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn import metrics


# In[12]:


knn = KNeighborsClassifier(n_neighbors=3)
rfc = RandomForestClassifier(n_estimators=7, criterion='entropy', random_state=7)
lc = LogisticRegression()
for clf in (rfc, knn, lc):
    clf.fit(X_train, Y_train)
    Y_pred = clf.predict(X_test)
    print("Accuracy score of ", clf.__class__.__name__, "=", 100 * metrics.accuracy_score(Y_test, Y_pred))
