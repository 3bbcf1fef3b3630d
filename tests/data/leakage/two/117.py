#!/usr/bin/env python
# coding: utf-8


# In[ ]:

import pandas as pd
import matplotlib.pyplot as plt
from sklearn.linear_model import LogisticRegression
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import roc_auc_score, log_loss
import warnings
warnings.filterwarnings('ignore')

tr = pd.read_csv('train.csv')
te = pd.read_csv('test_labelled.csv')
print(tr.shape, te.shape)

# In[3]:

for d in (tr, te):
    d['question1'] = d['question1'].astype(str)
    d['question2'] = d['question2'].astype(str)
    d['len_diff'] = (d['question1'].str.len() - d['question2'].str.len()).abs()

# In[4]:

all_text = pd.concat([tr['question1'], tr['question2'], te['question1'], te['question2']])
vec = TfidfVectorizer(ngram_range=(1, 2), min_df=5)
vec.fit(all_text)  # leak: L2

# In[5]:

from scipy.sparse import hstack

def feats(d):
    a = vec.transform(d['question1'])
    b = vec.transform(d['question2'])
    return hstack([abs(a - b), a.multiply(b), d[['len_diff']].values]).tocsr()

Xtr, Xte = feats(tr), feats(te)

# In[6]:

lr = LogisticRegression(C=2, solver='liblinear')
lr.fit(Xtr, tr['is_duplicate'])
p = lr.predict_proba(Xte)[:, 1]
print('logloss', log_loss(te['is_duplicate'], p))
print('auc', roc_auc_score(te['is_duplicate'], p))

# In[8]:

plt.hist(p, bins=40)
plt.show()
