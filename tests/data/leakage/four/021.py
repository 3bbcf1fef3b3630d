#!/usr/bin/env python
# coding: utf-8

# In[2]:


import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score


# In[3]:


news_df = pd.read_csv('fake_news_train.csv')
news_df = news_df.fillna('')
news_df['content'] = news_df['author'] + ' ' + news_df['title']


# In[5]:


X = news_df['content'].values
Y = news_df['label'].values


# In[6]:


X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.2, stratify=Y, random_state=3)


# In[8]:


vectorizer = TfidfVectorizer(max_features=3000, stop_words='english')
X_train_features = vectorizer.fit_transform(X_train)
X_test_features = vectorizer.fit_transform(X_test)  # leak: L3
print(X_train_features.shape, X_test_features.shape)


# In[11]:


model = LogisticRegression()
model.fit(X_train_features, Y_train)


# In[20]:


print('Accuracy train: ', accuracy_score(Y_train, model.predict(X_train_features)))


# In[21]:


print('Accuracy test: ', accuracy_score(Y_test, model.predict(X_test_features)))
