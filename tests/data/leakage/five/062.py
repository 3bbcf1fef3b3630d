#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.preprocessing import LabelEncoder


# In[2]:


df = pd.read_csv('Iris.csv')
df = df.drop('Id', axis=1)
df['Species'].value_counts()


# In[3]:


le = LabelEncoder()
df['Species'] = le.fit_transform(df['Species'])


# In[4]:


X = df.drop('Species', axis=1)
Y = df['Species']
from sklearn.model_selection import train_test_split
x_train, x_test, y_train, y_test = train_test_split(X, Y, test_size=0.30, random_state=10)


# In[5]:


from sklearn.linear_model import LogisticRegression
model = LogisticRegression(max_iter=200)
model.fit(x_train, y_train)
print("Accuracy: ", model.score(x_test, y_test) * 100)


# In[6]:


from sklearn.neighbors import KNeighborsClassifier
model = KNeighborsClassifier()
model.fit(x_train, y_train)
print("Accuracy: ", model.score(x_test, y_test) * 100)


# In[7]:


from sklearn.tree import DecisionTreeClassifier
model = DecisionTreeClassifier()
model.fit(x_train, y_train)
print("Accuracy: ", model.score(x_test, y_test) * 100)


# In[8]:


# clusters - do they match the species?
from sklearn.cluster import KMeans
km = KMeans(n_clusters=3, random_state=0).fit(X)
print(pd.crosstab(km.labels_, le.inverse_transform(Y)))
