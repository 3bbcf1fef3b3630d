#!/usr/bin/env python
# coding: utf-8


# In[3]:

import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.metrics import classification_report
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.naive_bayes import MultinomialNB
from sklearn.metrics import accuracy_score
import warnings
warnings.filterwarnings('ignore')

df = pd.read_json('News_Category_Dataset.json', lines=True)
df = df[df['category'].isin(['POLITICS', 'TECH', 'SPORTS', 'TRAVEL'])]
df['text'] = df['headline'] + ' ' + df['short_description']
df.category.value_counts().plot.barh()

# In[6]:

cv = CountVectorizer(stop_words='english', max_features=30000)
X = cv.fit_transform(df['text'])  # leak: L1
y = df['category'].factorize()[0]

# In[7]:

best = SelectKBest(chi2, k=3000)
X = best.fit_transform(X, y)  # leak: L4
names = cv.get_feature_names_out()[best.get_support()]
print(names[:50])

# In[10]:

Xtrain, Xtest, ytrain, ytest = train_test_split(X, y, test_size=0.1, random_state=13)
clf = MultinomialNB().fit(Xtrain, ytrain)
pred = clf.predict(Xtest)
print(accuracy_score(ytest, pred))

# In[13]:

print(classification_report(ytest, pred))
