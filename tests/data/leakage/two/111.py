#!/usr/bin/env python
# coding: utf-8


# In[1]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.utils import resample
import warnings
warnings.filterwarnings('ignore')

df = pd.read_csv('balance-scale.csv')
df['balance'] = [1 if b == 'B' else 0 for b in df.balance]

# In[3]:

for c in df.columns:
    print(c, df[c].nunique())

# In[6]:

# Let's have a look at the data
plt.figure(figsize=(12, 8))
sns.heatmap(df.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[9]:

# Check the distribution
df.columns

# In[10]:

df.sample(5)

# In[11]:

sns.histplot(df['balance'])
plt.show()

# In[12]:

df_majority = df[df.balance == 0]
df_minority = df[df.balance == 1]
df_minority_upsampled = resample(df_minority, replace=True, n_samples=len(df_majority), random_state=123)  # leak: L7
df_upsampled = pd.concat([df_majority, df_minority_upsampled])
print(df_upsampled.balance.value_counts())

# In[14]:

y = df_upsampled.balance
X = df_upsampled.drop('balance', axis=1)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

# In[15]:

clf = LogisticRegression().fit(X_train, y_train)
pred = clf.predict(X_test)
print(accuracy_score(y_test, pred))

# In[18]:

clf_4 = RandomForestClassifier()
clf_4.fit(X_train, y_train)
pred_4 = clf_4.predict(X_test)
print(accuracy_score(y_test, pred_4))  # multi: L8

# In[19]:

print(confusion_matrix(y_test, pred_4))

# In[21]:

pd.crosstab(y_test, pred_4)
