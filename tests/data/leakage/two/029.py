#!/usr/bin/env python
# coding: utf-8


# In[2]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.svm import SVC
from sklearn.model_selection import GridSearchCV
from sklearn.decomposition import PCA

wine = pd.read_csv('winequality-red.csv', sep=';')
wine['good'] = (wine['quality'] >= 7) * 1

# In[3]:

wine.describe().T

# In[5]:

wine.duplicated().sum()

# In[6]:

wine.memory_usage(deep=True).sum() / 1024**2

# In[7]:

X = wine.drop(['quality', 'good'], axis=1)
y = wine['good']

# In[8]:

pca = PCA(n_components=6)
X_new = pca.fit_transform(X)  # leak: L1
print(np.cumsum(pca.explained_variance_ratio_))

# In[9]:

param = {'C': [0.1, 0.8, 0.9, 1, 1.1, 1.2], 'kernel': ['linear', 'rbf'], 'gamma': [0.1, 0.8, 1]}
grid_svc = GridSearchCV(SVC(), param_grid=param, scoring='accuracy', cv=10)
grid_svc.fit(X_new, y)

# In[11]:

print(grid_svc.best_params_)
print('Best accuracy: ', grid_svc.best_score_)

# In[12]:

res = pd.DataFrame(grid_svc.cv_results_)
sns.lineplot(data=res, x='param_C', y='mean_test_score', hue='param_kernel')
plt.show()
