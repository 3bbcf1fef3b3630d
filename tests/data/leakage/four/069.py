#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.preprocessing import LabelEncoder
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
from sklearn import metrics


# In[2]:


bank = pd.read_csv('bank-full.csv', sep=';')
bank.sample(5)


# In[3]:


bank.y.value_counts()


# In[5]:


bank['y'] = (bank['y'] == 'yes') * 1
bank.drop('duration', axis=1, inplace=True)


# In[6]:


le = LabelEncoder()
bank['job'] = le.fit_transform(bank['job'])  # leak: L1
bank['marital'] = le.fit_transform(bank['marital'])  # leak: L1
bank['education'] = le.fit_transform(bank['education'])  # leak: L1
bank['contact'] = le.fit_transform(bank['contact'])  # leak: L1
bank['poutcome'] = le.fit_transform(bank['poutcome'])  # leak: L1


# In[7]:


yn = {'yes': 1, 'no': 0}
for c in ['default', 'housing', 'loan']:
    bank[c] = bank[c].map(yn)
bank['month'] = bank['month'].map({'jan': 1, 'feb': 2, 'mar': 3, 'apr': 4, 'may': 5, 'jun': 6,
                                   'jul': 7, 'aug': 8, 'sep': 9, 'oct': 10, 'nov': 11, 'dec': 12})


# In[8]:


X = bank.drop('y', axis=1)
y = bank.y
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)


# In[9]:


clf = DecisionTreeClassifier(criterion="entropy", max_depth=6)
clf = clf.fit(X_train, y_train)
y_pred = clf.predict(X_test)
print("Accuracy:", metrics.accuracy_score(y_test, y_pred))


# In[10]:


print(metrics.f1_score(y_test, y_pred))
