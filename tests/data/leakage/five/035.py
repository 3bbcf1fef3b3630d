#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split


# In[2]:


train = pd.read_csv('quora_train.csv')
test = pd.read_csv('quora_test.csv')
combi = pd.concat([train, test], ignore_index=True)


# In[3]:


combi['q'] = combi['question_text'].str.lower()
combi['n_words'] = combi['q'].str.split().str.len()
combi['n_chars'] = combi['q'].str.len()
combi['n_words'].describe()


# In[4]:


hv = HashingVectorizer(n_features=2**18, ngram_range=(1, 2), alternate_sign=False)
H = hv.fit_transform(combi['q'])
H_train, H_test = H[:len(train)], H[len(train):]


# In[5]:


y = train['target'].values
a, b, ya, yb = train_test_split(H_train, y, test_size=0.2, stratify=y, random_state=11)


# In[6]:


from sklearn.metrics import f1_score
clf = SGDClassifier(loss='log_loss', class_weight='balanced', random_state=1)
clf.fit(a, ya)
print('f1', f1_score(yb, clf.predict(b)))


# In[7]:


clf.fit(H_train, y)
test['prediction'] = clf.predict(H_test)
test[['qid', 'prediction']].to_csv('submission.csv', index=False)
