#!/usr/bin/env python
# coding: utf-8


# In[1]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.preprocessing import MinMaxScaler
from sklearn.metrics import confusion_matrix
from sklearn.datasets import load_wine
import numpy as np
from sklearn.metrics import accuracy_score
from sklearn.pipeline import make_pipeline
import warnings
warnings.filterwarnings('ignore')

wine = load_wine()
df = pd.DataFrame(wine.data, columns=wine.feature_names)
df['cls'] = wine.target

# In[2]:

df.memory_usage(deep=True).sum() / 1024**2

# In[3]:

df.hist(bins=30, figsize=(15, 10))
plt.tight_layout()
plt.show()

# In[5]:

# ## Exploratory data analysis
df.dtypes

# In[6]:

df.columns

# In[7]:

scaled = df.copy()
scaled[wine.feature_names] = MinMaxScaler().fit_transform(scaled[wine.feature_names])
pd.plotting.parallel_coordinates(scaled, 'cls')
plt.show()
del scaled

# In[8]:

X = df.drop('cls', axis=1)
y = df['cls']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=3, stratify=y)
scaler = MinMaxScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

# In[9]:

cv_acc = []
ks = range(1, 20, 2)
for k in ks:
    pipe = make_pipeline(MinMaxScaler(), KNeighborsClassifier(k))
    cv_acc.append(cross_val_score(pipe, df.loc[y_train.index, wine.feature_names], y_train, cv=5).mean())
plt.plot(ks, cv_acc)
plt.show()
best_k = ks[int(np.argmax(cv_acc))]

# In[10]:

knn = KNeighborsClassifier(best_k).fit(X_train, y_train)
pred = knn.predict(X_test)
print(best_k, accuracy_score(y_test, pred))

# In[11]:

cm = confusion_matrix(y_test, pred)
sns.heatmap(cm, annot=True, fmt='d', cmap='Blues')
plt.xlabel('predicted')
plt.ylabel('actual')
plt.show()

# In[12]:

print(confusion_matrix(y_test, pred))
