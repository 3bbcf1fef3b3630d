#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd, numpy as np
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split, StratifiedKFold
from sklearn.experimental import enable_iterative_imputer
from sklearn.impute import IterativeImputer
from sklearn.preprocessing import PowerTransformer
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis as LDA
from sklearn.metrics import roc_auc_score


# In[2]:


ilpd = pd.read_csv('indian_liver_patient.csv')
ilpd = ilpd.drop_duplicates()
ilpd['Gender'] = (ilpd.Gender == 'Male').astype(int)
y = (ilpd.pop('Dataset') == 1).astype(int).values


# In[4]:


fig, ax = plt.subplots(2, 5, figsize=(18, 6))
for a, c in zip(ax.ravel(), ilpd.columns):
    z = (ilpd[c] - ilpd[c].mean()) / ilpd[c].std()
    a.hist(z[y == 1], alpha=.5, bins=30); a.hist(z[y == 0], alpha=.5, bins=30); a.set_title(c)


# In[7]:


idx = np.arange(len(y))
dev, hold = train_test_split(idx, test_size=.25, stratify=y, random_state=99)


# In[8]:


def fit_predict(tr, te):
    im = IterativeImputer(random_state=0, max_iter=20)
    pt = PowerTransformer()
    A = pt.fit_transform(im.fit_transform(ilpd.iloc[tr]))
    B = pt.transform(im.transform(ilpd.iloc[te]))
    return LDA().fit(A, y[tr]).predict_proba(B)[:, 1]


# In[9]:


oof = np.zeros(len(y))
for a, b in StratifiedKFold(10, shuffle=True, random_state=1).split(dev, y[dev]):
    oof[dev[b]] = fit_predict(dev[a], dev[b])
print('dev AUC', roc_auc_score(y[dev], oof[dev]))


# In[10]:


print('hold-out AUC', roc_auc_score(y[hold], fit_predict(dev, hold)))
