#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.svm import SVC


# In[2]:


# gene expression, 72 patients and 7129 genes
expr = pd.read_csv('golub_expression.csv', index_col=0).T
labels = pd.read_csv('golub_labels.csv', index_col=0)['cancer']
y = (labels == 'AML').astype(int).values
X = expr.values
print(X.shape, y.mean())


# In[3]:


# too many genes, keep the best 50
selector = SelectKBest(f_classif, k=50)
X_new = selector.fit_transform(X, y)  # leak: L4
genes = expr.columns[selector.get_support()]
print(list(genes[:10]))


# In[4]:


svm = SVC(kernel='linear', C=1)
acc = cross_val_score(svm, X_new, y, cv=10)
print('10 fold accuracy %.3f +- %.3f' % (acc.mean(), acc.std()))


# In[5]:


from sklearn.ensemble import RandomForestClassifier
rf = RandomForestClassifier(500, random_state=0)
acc_rf = cross_val_score(rf, X_new, y, cv=10)
print('forest %.3f' % acc_rf.mean())


# In[6]:


import matplotlib.pyplot as plt
get_ipython().run_line_magic('matplotlib', 'inline')
plt.boxplot([acc, acc_rf])
plt.xticks([1, 2], ['svm', 'rf'])
plt.ylabel('accuracy')
plt.show()
