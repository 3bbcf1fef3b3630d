#!/usr/bin/env python
# coding: utf-8


# In[1]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.preprocessing import StandardScaler
import numpy as np
from sklearn.model_selection import StratifiedKFold
from scipy import stats
from sklearn.svm import SVC
from sklearn.utils import shuffle
from collections import Counter
from sklearn.metrics import accuracy_score, classification_report

golub = pd.read_csv('golub_leukemia.csv', index_col=0)
y = (golub.pop('type') == 'AML').astype(int).values
X = golub.values
print(X.shape, y.mean())

# In[2]:

# volcano style plot on all samples, descriptive only
t, p = stats.ttest_ind(X[y == 0], X[y == 1])
plt.scatter(t, -np.log10(p), s=2)
plt.show()
golub.columns[np.argsort(p)[:20]]

# In[3]:

loo_pred = np.zeros(len(y))
picked = Counter()
cv = StratifiedKFold(n_splits=12, shuffle=True, random_state=10)
for train_idx, test_idx in cv.split(X, y):
    _, pv = stats.ttest_ind(X[train_idx][y[train_idx] == 0], X[train_idx][y[train_idx] == 1])
    genes = np.argsort(pv)[:50]
    picked.update(genes)
    sc = StandardScaler().fit(X[train_idx][:, genes])
    clf = SVC(kernel='linear', C=0.1)
    clf.fit(sc.transform(X[train_idx][:, genes]), y[train_idx])
    loo_pred[test_idx] = clf.predict(sc.transform(X[test_idx][:, genes]))
print('accuracy', accuracy_score(y, loo_pred))

# In[5]:

stable = [g for g, c in picked.items() if c == 12]
print(len(stable), 'genes in every fold')
print(golub.columns[stable][:30].tolist())

# In[8]:

print(classification_report(y, loo_pred))
