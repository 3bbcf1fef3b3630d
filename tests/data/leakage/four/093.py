#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd, numpy as np
from collections import Counter
from sklearn.model_selection import train_test_split
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from sklearn.neighbors import KNeighborsClassifier
from sklearn.metrics import balanced_accuracy_score, classification_report
from imblearn.over_sampling import SMOTE, ADASYN
from imblearn.under_sampling import RandomUnderSampler


# In[2]:


thy = pd.read_csv('hypothyroid.csv', na_values='?')
thy = thy.drop(columns=['TBG', 'TBG_measured', 'referral_source'])
thy.isna().sum()[lambda s: s > 0]


# In[3]:


tf = {'t': 1, 'f': 0}
for c in thy.columns:
    if set(thy[c].dropna().unique()) <= set('tf'):
        thy[c] = thy[c].map(tf)
thy['sex'] = thy['sex'].map({'M': 1, 'F': 0}).fillna(-1)
y = (thy.pop('Class') != 'negative').astype(int)
Counter(y)


# In[6]:


# undersample the healthy ones a bit, the file is huge
rus = RandomUnderSampler(sampling_strategy=0.2, random_state=0)
thy, y = rus.fit_resample(thy, y)
Counter(y)


# In[9]:


a, b, ya, yb = train_test_split(thy, y, stratify=y, test_size=.3, random_state=0)
imp = SimpleImputer()
a = imp.fit_transform(a); b = imp.transform(b)
st = StandardScaler()
a = st.fit_transform(a); b = st.transform(b)


# In[10]:


for sampler in (None, SMOTE(random_state=0), ADASYN(random_state=0)):
    aa, yy = (a, ya) if sampler is None else sampler.fit_resample(a, ya)
    for clf in (LinearSVC(dual=False), KNeighborsClassifier(7)):
        clf.fit(aa, yy)
        print(type(sampler).__name__, type(clf).__name__, balanced_accuracy_score(yb, clf.predict(b)))


# In[11]:


aa, yy = SMOTE(random_state=0).fit_resample(a, ya)
print(classification_report(yb, LinearSVC(dual=False).fit(aa, yy).predict(b)))
