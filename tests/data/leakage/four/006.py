#!/usr/bin/env python
# coding: utf-8

# In[1]:


# PCA + logistic (course folder Part 9)
import numpy as np
import matplotlib.pyplot as plt
import pandas as pd


# In[2]:


dataset = pd.read_csv('Wine.csv')
X = dataset.iloc[:, :-1].values
y = dataset.iloc[:, -1].values


# In[3]:


from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)


# In[4]:


from sklearn.preprocessing import StandardScaler
sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.transform(X_test)


# In[5]:


from sklearn.decomposition import PCA
X_train = PCA(n_components=2).fit_transform(X_train)
X_test = PCA(n_components=2).fit_transform(X_test)  # leak: L3


# In[6]:


from sklearn.linear_model import LogisticRegression
classifier = LogisticRegression(random_state=0)
classifier.fit(X_train, y_train)


# In[8]:


from sklearn.metrics import confusion_matrix, accuracy_score
y_pred = classifier.predict(X_test)
cm = confusion_matrix(y_test, y_pred)
print(cm)
accuracy_score(y_test, y_pred)


# In[9]:


plt.scatter(X_train[:, 0], X_train[:, 1], c=y_train)
plt.title('Logistic Regression (Training set)')
plt.show()
