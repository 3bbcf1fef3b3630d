#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import itertools
from sklearn.model_selection import train_test_split
from sklearn.feature_extraction.text import TfidfVectorizer, CountVectorizer, HashingVectorizer
from sklearn.linear_model import PassiveAggressiveClassifier
from sklearn.naive_bayes import MultinomialNB
from sklearn import metrics
import matplotlib.pyplot as plt


# In[2]:


df = pd.read_csv("fake_or_real_news.csv").set_index("Unnamed: 0")
df.head()


# In[3]:


y = df.label
df.drop("label", axis=1, inplace=True)
X_train, X_test, y_train, y_test = train_test_split(df['text'], y, test_size=0.33, random_state=53)


# In[4]:


count_vectorizer = CountVectorizer(stop_words='english')
count_train = count_vectorizer.fit_transform(X_train)
count_test = count_vectorizer.transform(X_test)


# In[5]:


tfidf_vectorizer = TfidfVectorizer(stop_words='english', max_df=0.7)
tfidf_train = tfidf_vectorizer.fit_transform(X_train)
tfidf_test = tfidf_vectorizer.transform(X_test)


# In[14]:


hash_vectorizer = HashingVectorizer(stop_words='english', alternate_sign=False)
hash_train = hash_vectorizer.fit_transform(X_train)
hash_test = hash_vectorizer.fit_transform(X_test)


# In[15]:


def plot_confusion_matrix(cm, classes):
    plt.imshow(cm, interpolation='nearest', cmap=plt.cm.Blues)
    for i, j in itertools.product(range(cm.shape[0]), range(cm.shape[1])):
        plt.text(j, i, cm[i, j], horizontalalignment="center")
    plt.xticks(range(len(classes)), classes); plt.yticks(range(len(classes)), classes)
    plt.show()


# In[16]:


for nm, a, b in [('count', count_train, count_test), ('tfidf', tfidf_train, tfidf_test), ('hash', hash_train, hash_test)]:
    for clf in (MultinomialNB(), PassiveAggressiveClassifier(max_iter=50)):
        clf.fit(a, y_train)
        pred = clf.predict(b)
        print(nm, clf.__class__.__name__, "accuracy:   %0.3f" % metrics.accuracy_score(y_test, pred))


# In[17]:


cm = metrics.confusion_matrix(y_test, pred, labels=['FAKE', 'REAL'])
plot_confusion_matrix(cm, ['FAKE', 'REAL'])
