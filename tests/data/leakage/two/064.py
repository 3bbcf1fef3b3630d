#!/usr/bin/env python
# coding: utf-8


# In[1]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.neural_network import MLPClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import confusion_matrix
from sklearn.metrics import accuracy_score
from sklearn.preprocessing import PolynomialFeatures, Normalizer, FunctionTransformer

df = pd.read_csv('seeds_dataset.txt', sep='\t', header=None)
df.columns = ['area', 'perimeter', 'compactness', 'length', 'width', 'asym', 'groove', 'type']

# In[2]:

df.info()

# In[4]:

df.describe(include='all')

# In[5]:

for c in df.columns:
    print(c, df[c].nunique())

# In[6]:

df.columns

# In[7]:

df.describe().T

# In[8]:

X = df.drop('type', axis=1)
y = df['type'] - 1
# row norm + interaction terms, nothing is learned here
X = Normalizer().fit_transform(X)
X = PolynomialFeatures(degree=2, include_bias=False).fit_transform(X)
X = FunctionTransformer(np.log1p).fit_transform(X)
print(X.shape)

# In[9]:

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.33, random_state=18)
clf = MLPClassifier(hidden_layer_sizes=(20, 20), max_iter=2000)
clf.fit(X_train, y_train)
y_pred = clf.predict(X_test)
print(accuracy_score(y_test, y_pred))
plt.plot(clf.loss_curve_)

# In[10]:

cm = confusion_matrix(y_test, y_pred)
sns.heatmap(cm, annot=True, fmt='d', cmap='Blues')
plt.xlabel('predicted')
plt.ylabel('actual')
plt.show()

# In[11]:

print(confusion_matrix(y_test, y_pred))
