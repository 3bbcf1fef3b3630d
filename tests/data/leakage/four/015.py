#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score, confusion_matrix


# In[4]:


df = pd.read_csv('../input/titanic/train.csv')
df.head(3)


# In[5]:


df.isnull().sum()


# In[8]:


df['Age'].fillna(df['Age'].mean(), inplace=True)  # leak: L5


# In[9]:


df['Embarked'].fillna(df['Embarked'].mode()[0], inplace=True)  # leak: L5


# In[12]:


df.drop(['Cabin', 'Ticket', 'Name', 'PassengerId'], axis=1, inplace=True)


# In[13]:


df['Sex'] = df['Sex'].map({'male': 0, 'female': 1})
df = pd.get_dummies(df, columns=['Embarked'], drop_first=True)
df.head()


# In[14]:


X = df.drop('Survived', axis=1)
Y = df['Survived']
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.2, random_state=2)
print(X.shape, X_train.shape, X_test.shape)


# In[15]:


model = LogisticRegression(max_iter=500)
model.fit(X_train, Y_train)


# In[16]:


X_train_prediction = model.predict(X_train)
print('Accuracy score of training data : ', accuracy_score(Y_train, X_train_prediction))


# In[25]:


X_test_prediction = model.predict(X_test)
print('Accuracy score of test data : ', accuracy_score(Y_test, X_test_prediction))
print(confusion_matrix(Y_test, X_test_prediction))
