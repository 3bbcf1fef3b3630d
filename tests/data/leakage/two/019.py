#!/usr/bin/env python
# coding: utf-8


# In[2]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
import missingno as msno
from sklearn.metrics import confusion_matrix
from sklearn.neighbors import KNeighborsClassifier
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

# Part 1: PCA on the crime data (unsupervised)
arrests = pd.read_csv('USArrests.csv', index_col=0)
arrests.head()

# In[3]:

X = StandardScaler().fit_transform(arrests)
pca = PCA()
X = pca.fit_transform(X)
plt.scatter(X[:, 0], X[:, 1])
for i, s in enumerate(arrests.index):
    plt.annotate(s, (X[i, 0], X[i, 1]), fontsize=7)
plt.show()
pd.DataFrame(pca.components_.T, index=arrests.columns)

# In[4]:

# Part 2: classification, different data
smarket = pd.read_csv('Smarket.csv')

# In[5]:

msno.matrix(smarket)

# In[6]:

smarket.describe(include='all')

# In[9]:

print(smarket.mean(numeric_only=True))
print(smarket.std(numeric_only=True))

# In[12]:

# from pandas_profiling import ProfileReport
# ProfileReport(smarket)

# In[15]:

plt.figure(figsize=(12, 8))
sns.heatmap(smarket.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[16]:

X = smarket[['Lag1', 'Lag2', 'Lag3', 'Lag4', 'Lag5', 'Volume']]
y = (smarket['Direction'] == 'Up').astype(int)
train = smarket['Year'] < 2005
X_train, X_test = X[train], X[~train]
y_train, y_test = y[train], y[~train]

# In[17]:

scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
pca = PCA(n_components=3)
knn = KNeighborsClassifier(n_neighbors=3)
knn.fit(pca.fit_transform(X_train), y_train)
pred = knn.predict(pca.transform(X_test))
print(np.mean(pred == y_test))

# In[18]:

pd.crosstab(y_test, pred)

# In[20]:

cm = confusion_matrix(y_test, pred)
sns.heatmap(cm, annot=True, fmt='d', cmap='Blues')
plt.xlabel('predicted')
plt.ylabel('actual')
plt.show()
