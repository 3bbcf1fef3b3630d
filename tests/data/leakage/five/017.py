#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
from sklearn.datasets import fetch_openml
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
import matplotlib.pyplot as plt


# In[2]:


mnist = fetch_openml('mnist_784', as_frame=False)
X, y = mnist.data[:20000] / 255., mnist.target[:20000].astype(int)


# In[3]:


fig, ax = plt.subplots(2, 5)
for i, a in enumerate(ax.ravel()):
    a.imshow(X[i].reshape(28, 28), cmap='gray_r')
    a.axis('off')


# In[4]:


X_rest, X_final, y_rest, y_final = train_test_split(X, y, test_size=0.2, random_state=0)
X_train, X_test, y_train, y_test = train_test_split(X_rest, y_rest, test_size=0.25, random_state=0)
# X_test: for choosing the parameters, X_final: only at the end!


# In[5]:


from sklearn.decomposition import PCA
pca = PCA(n_components=0.9, whiten=True).fit(X_train)
T, V = pca.transform(X_train), pca.transform(X_test)
print(pca.n_components_)


# In[6]:


best, best_C = 0, None
for C in [0.1, 1, 5, 10]:
    s = SVC(C=C).fit(T, y_train).score(V, y_test)
    print(C, s)
    if s > best:
        best, best_C = s, C


# In[7]:


svm = SVC(C=best_C).fit(T, y_train)
print('final accuracy', svm.score(pca.transform(X_final), y_final))
