#!/usr/bin/env python
# coding: utf-8


# In[3]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
import re
from sklearn.model_selection import train_test_split
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC
from sklearn.metrics import accuracy_score, confusion_matrix

df = pd.read_csv('news.csv').dropna(subset=['text'])
df['text'] = df['title'].fillna('') + ' ' + df['text']

# In[4]:

# ### Missing values
df.describe(include='all')

# In[5]:

df.groupby('label').mean(numeric_only=True)

# In[6]:

df.columns

# In[7]:

# Quick look
df.dtypes

# In[8]:

df.isnull().sum()

# In[10]:

def preprocess(doc):
    doc = re.sub('[^a-zA-Z]', ' ', doc.lower())
    return ' '.join(doc.split())

corpus = [preprocess(t) for t in df['text']]
print(corpus[0][:300])

# In[11]:

tfidf = TfidfVectorizer(max_features=5000, ngram_range=(1, 3))
tfidf.fit(corpus)  # leak: L1
X = tfidf.transform(corpus).toarray()
y = df['label']
tfidf.get_feature_names_out()[:20]

# In[12]:

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.33, random_state=0)

# In[14]:

classifier = LinearSVC()
classifier.fit(X_train, y_train)
pred = classifier.predict(X_test)
score = accuracy_score(y_test, pred)
print("accuracy:   %0.3f" % score)

# In[15]:

print(confusion_matrix(y_test, pred))

# In[16]:

cm = confusion_matrix(y_test, pred)
sns.heatmap(cm, annot=True, fmt='d', cmap='Blues')
plt.xlabel('predicted')
plt.ylabel('actual')
plt.show()
