#!/usr/bin/env python
# coding: utf-8


# In[ ]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.preprocessing import MinMaxScaler
from sklearn.naive_bayes import GaussianNB

df = pd.read_csv('../input/heart-disease-uci/heart.csv')

# In[2]:

df.hist(bins=30, figsize=(15, 10))
plt.tight_layout()
plt.show()

# In[5]:

df.describe(include='all')

# In[8]:

plt.figure(figsize=(12, 8))
sns.heatmap(df.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[10]:

fig, ax = plt.subplots(1, 2, figsize=(14, 5))
df['target'].plot.hist(ax=ax[0])
df['target'].plot.box(ax=ax[1])
plt.show()

# In[13]:

df.groupby('target').mean(numeric_only=True)

# In[14]:

df = pd.get_dummies(df, columns=['cp', 'thal', 'slope'])
y = df.target.values
x_data = df.drop(['target'], axis=1)

# In[16]:

# Normalize
x = MinMaxScaler().fit_transform(x_data)  # leak: L1

# In[18]:

x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=0)

# In[20]:

accuracies = {}
lr = LogisticRegression()
lr.fit(x_train, y_train)
acc = lr.score(x_test, y_test) * 100
accuracies['Logistic Regression'] = acc
print("Test Accuracy {:.2f}%".format(acc))

# In[23]:

knn = KNeighborsClassifier(n_neighbors=7)
knn.fit(x_train, y_train)
prediction = knn.predict(x_test)
accuracies['KNN'] = accuracy_score(y_test, prediction) * 100  # multi: L8

# In[24]:

nb = GaussianNB()
nb.fit(x_train, y_train)
accuracies['Naive Bayes'] = nb.score(x_test, y_test) * 100

# In[ ]:

sns.set_style("whitegrid")
plt.figure(figsize=(16, 5))
sns.barplot(x=list(accuracies.keys()), y=list(accuracies.values()))
plt.show()
