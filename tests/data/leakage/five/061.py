#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer


# In[2]:


train = pd.read_csv('train_E6oV3lV.csv')
test = pd.read_csv('test_tweets_anuFYb8.csv')
combi = pd.concat([train, test], ignore_index=True)


# In[3]:


import re
def remove_pattern(t, pattern):
    for i in re.findall(pattern, t):
        t = t.replace(i, '')
    return t
combi['tidy'] = [remove_pattern(t, r'@[\w]*') for t in combi['tweet']]
combi['tidy'] = combi['tidy'].str.replace('[^a-zA-Z#]', ' ', regex=True)
combi['tidy'] = combi['tidy'].apply(lambda x: ' '.join([w for w in x.split() if len(w) > 3]))


# In[4]:


tfidf_vectorizer = TfidfVectorizer(max_df=0.90, min_df=2, max_features=1000, stop_words='english')
tfidf = tfidf_vectorizer.fit_transform(combi['tidy'])  # leak: L2


# In[5]:


from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.metrics import f1_score
train_tfidf = tfidf[:31962, :]
test_tfidf = tfidf[31962:, :]
xtrain, xvalid, ytrain, yvalid = train_test_split(train_tfidf, train['label'], random_state=42, test_size=0.3)


# In[6]:


lreg = LogisticRegression()
lreg.fit(xtrain, ytrain)
pred = lreg.predict_proba(xvalid)[:, 1] >= 0.3
print(f1_score(yvalid, pred.astype(int)))


# In[7]:


test['label'] = (lreg.predict_proba(test_tfidf)[:, 1] >= 0.3).astype(int)
test[['id', 'label']].to_csv('sub_lreg_tfidf.csv', index=False)
