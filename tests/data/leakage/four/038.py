#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
import matplotlib.pyplot as plt


# In[2]:


dataset = pd.read_csv('heart.csv')


# In[3]:


dataset.corr()['target'].sort_values()


# In[5]:


dataset = pd.get_dummies(dataset, columns=['sex', 'cp', 'fbs', 'restecg', 'exang', 'slope', 'ca', 'thal'])


# In[6]:


from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
standardScaler = StandardScaler()
columns_to_scale = ['age', 'trestbps', 'chol', 'thalach', 'oldpeak']
dataset[columns_to_scale] = standardScaler.fit_transform(dataset[columns_to_scale])  # leak: L1
dataset.head()


# In[7]:


y = dataset['target']
X = dataset.drop(['target'], axis=1)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.33, random_state=0)


# In[8]:


from sklearn.neighbors import KNeighborsClassifier
knn_scores = []
for k in range(1, 21):
    knn_classifier = KNeighborsClassifier(n_neighbors=k)
    knn_classifier.fit(X_train, y_train)
    knn_scores.append(knn_classifier.score(X_test, y_test))  # leak: L6


# In[9]:


plt.plot([k for k in range(1, 21)], knn_scores, color='red')
plt.xlabel('Number of Neighbors (K)')
plt.ylabel('Scores')


# In[10]:


best_k = int(np.argmax(knn_scores)) + 1
final = KNeighborsClassifier(n_neighbors=best_k).fit(X_train, y_train)
print("The score for K Neighbors Classifier is {}% with {} neighbors.".format(
    final.score(X_test, y_test) * 100, best_k))
