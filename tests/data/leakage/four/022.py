#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from scipy.io import arff
from scipy.signal import butter, filtfilt, welch
from sklearn.decomposition import PCA, FastICA
from sklearn.manifold import TSNE
from sklearn.model_selection import GroupShuffleSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


# In[10]:


ep = np.load('epochs.npz')
sig, lab, subj = ep['x'], ep['y'], ep['subject']
sig.shape   # epochs, channels, samples


# In[11]:


# band power, one epoch at a time
bands = {'theta': (4, 8), 'alpha': (8, 13), 'beta': (13, 30)}
def feats(e):
    f, P = welch(e, fs=128, nperseg=128)
    P = P / P.sum(axis=1, keepdims=True)
    return np.concatenate([P[:, (f >= a) & (f < b)].sum(axis=1) for a, b in bands.values()])
F = np.log(np.array([feats(e) for e in sig]) + 1e-9)
F.shape


# In[12]:


emb = TSNE(random_state=0).fit_transform(StandardScaler().fit_transform(F))
plt.scatter(emb[:, 0], emb[:, 1], c=lab, s=4)
plt.title('t-SNE of all epochs'); plt.show()


# In[13]:


gss = GroupShuffleSplit(n_splits=20, test_size=.25, random_state=0)
accs = []
for a, b in gss.split(F, lab, subj):
    clf = make_pipeline(StandardScaler(), PCA(.95), SVC(C=2))
    clf.fit(F[a], lab[a])
    accs.append(clf.score(F[b], lab[b]))
print(np.mean(accs), np.std(accs))


# In[14]:


plt.boxplot(accs); plt.axhline(max(lab.mean(), 1 - lab.mean()), ls='--')
