#!/usr/bin/env python
# coding: utf-8


# In[1]:

import pandas as pd
import re
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.linear_model import SGDClassifier
from sklearn.naive_bayes import MultinomialNB
from sklearn.model_selection import train_test_split
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import LabelEncoder
from nltk.corpus import stopwords
import warnings
warnings.filterwarnings('ignore')

df = pd.read_csv('spam.csv', encoding='latin-1')[['v1', 'v2']]
df.columns = ['label', 'text']

# In[2]:

df['label'].value_counts().plot.bar()
df['len'] = df['text'].str.len()
df.hist(column='len', by='label', bins=50, figsize=(11, 5))

# In[3]:

def clean_text(s):
    s = s.lower()
    s = re.sub(r'https?://\S+', ' ', s)
    s = re.sub('[^a-z ]', ' ', s)
    return ' '.join(w for w in s.split() if w not in stopwords.words('english'))

df['text'] = df['text'].apply(clean_text)

# In[4]:

hv = HashingVectorizer(n_features=2**16, alternate_sign=False)
X = hv.fit_transform(df['text'])
y = LabelEncoder().fit_transform(df['label'])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=3)

# In[5]:

nb = MultinomialNB(alpha=0.1)
nb.fit(X_train, y_train)
p = nb.predict(X_test)
print(accuracy_score(y_test, p))

# In[6]:

print(confusion_matrix(y_test, p))

# In[7]:

sgd = SGDClassifier(loss='log_loss')
sgd.fit(X_train, y_train)
print(accuracy_score(y_test, sgd.predict(X_test)))  # multi: L8
