#!/usr/bin/env python
# coding: utf-8


# In[2]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC
from sklearn.metrics import f1_score
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.feature_extraction.text import TfidfVectorizer
import warnings
warnings.filterwarnings('ignore')

tweets = pd.read_csv('disaster_tweets.csv')
tweets = tweets.drop_duplicates('text')
tweets['text'] = tweets['text'].str.lower().str.replace(r'http\S+|@\w+|#', ' ', regex=True)
tweets['n_words'] = tweets['text'].str.split().str.len()
tweets['keyword'] = tweets['keyword'].fillna('none')

# In[3]:

cv = CountVectorizer(stop_words='english')
counts = cv.fit_transform(tweets['text'])
freq = pd.Series(np.asarray(counts.sum(axis=0)).ravel(), index=cv.get_feature_names_out())
freq.nlargest(30).plot.bar(figsize=(12, 4))
plt.show()

# In[4]:

X_train, X_test, y_train, y_test = train_test_split(tweets['text'], tweets['target'], test_size=0.2, random_state=1)
vect = TfidfVectorizer(ngram_range=(1, 2), min_df=2)
train_dtm = vect.fit_transform(X_train)
test_dtm = vect.transform(X_test)
print(train_dtm.shape)

# In[5]:

lr = LogisticRegression(C=3, max_iter=500)
lr.fit(train_dtm, y_train)
print('LR', f1_score(y_test, lr.predict(test_dtm)))

# In[6]:

nb = MultinomialNB()
nb.fit(train_dtm, y_train)
print('NB', f1_score(y_test, nb.predict(test_dtm)))  # multi: L8

# In[7]:

svm = LinearSVC(C=0.3)
svm.fit(train_dtm, y_train)
print('SVM', f1_score(y_test, svm.predict(test_dtm)))
