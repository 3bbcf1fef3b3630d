#!/usr/bin/env python
# coding: utf-8


# In[1]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.metrics import accuracy_score
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier
from sklearn.preprocessing import Binarizer

VOCAB = ['free', 'win', 'prize', 'call', 'urgent', 'click', 'offer', 'meeting', 'attached', 'regards', 'thanks', 'invoice']
mails = pd.read_csv('enron_spam.csv')[['Subject', 'Message', 'Spam/Ham']].fillna('')
mails['text'] = (mails['Subject'] + ' ' + mails['Message']).str.lower()
mails['y'] = (mails['Spam/Ham'] == 'spam').astype(int)
mails['n_excl'] = mails['text'].str.count('!')
mails['n_chars'] = np.log1p(mails['text'].str.len())

# In[3]:

mails.dtypes

# In[5]:

print(mails.mean(numeric_only=True))
print(mails.std(numeric_only=True))

# In[6]:

fig, ax = plt.subplots(1, 2, figsize=(14, 5))
mails['y'].plot.hist(ax=ax[0])
mails['y'].plot.box(ax=ax[1])
plt.show()

# In[9]:

# from pandas_profiling import ProfileReport
# ProfileReport(mails)

# In[10]:

mails.describe(include='all')

# In[13]:

plt.figure(figsize=(12, 8))
sns.heatmap(mails.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[ ]:

# the word list is given, so the vectoriser only counts
cv = CountVectorizer(vocabulary=VOCAB)
B = cv.transform(mails['text']).toarray()
B = Binarizer().transform(B)
X = np.column_stack([B, mails[['n_excl', 'n_chars']].values])

# In[15]:

X_train, X_test, y_train, y_test = train_test_split(X, mails['y'].values, test_size=0.3, random_state=2)
nb = GaussianNB().fit(X_train, y_train)
print('NB', accuracy_score(y_test, nb.predict(X_test)))
dt = DecisionTreeClassifier(max_depth=6).fit(X_train, y_train)
print('DT', accuracy_score(y_test, dt.predict(X_test)))  # multi: L8

# In[16]:

print(pd.Series(dt.feature_importances_, index=VOCAB + ['n_excl', 'n_chars']).sort_values())
