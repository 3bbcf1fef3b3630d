#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split, GridSearchCV
from sklearn.svm import SVC


# In[2]:


digits = load_digits()
X, y = digits.data / 16., digits.target
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)


# In[3]:


svm = SVC().fit(X_train, y_train)
print('default', svm.score(X_test, y_test))


# In[4]:


# simple search for C and gamma
best_score = 0
for gamma in [0.001, 0.01, 0.1, 1]:
    for C in [0.01, 0.1, 1, 10, 100]:
        svm = SVC(gamma=gamma, C=C)
        svm.fit(X_train, y_train)
        score = svm.score(X_test, y_test)  # leak: L6
        if score > best_score:
            best_score = score
            best_parameters = {'C': C, 'gamma': gamma}


# In[5]:


print('Best score: {:.3f}'.format(best_score))
print('Best parameters:', best_parameters)


# In[6]:


import matplotlib.pyplot as plt
from sklearn.metrics import ConfusionMatrixDisplay
final = SVC(**best_parameters).fit(X_train, y_train)
ConfusionMatrixDisplay.from_estimator(final, X_test, y_test)
plt.show()
