#!/usr/bin/env python
# coding: utf-8


# In[2]:

import pandas as pd
import matplotlib.pyplot as plt
from sklearn.metrics import confusion_matrix
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
import warnings
warnings.filterwarnings('ignore')

bc = load_breast_cancer()
df = pd.DataFrame(bc.data, columns=bc.feature_names)
df['target'] = bc.target

# In[4]:

df.duplicated().sum()

# In[7]:

df.memory_usage(deep=True).sum() / 1024**2

# In[8]:

df.isnull().sum()

# In[9]:

df.dtypes

# In[12]:

df.hist(bins=30, figsize=(15, 10))
plt.tight_layout()
plt.show()

# In[15]:

print(df.shape)
df.head()

# In[16]:

# 2D picture of the data, just to see whether the classes separate
X_vis = StandardScaler().fit_transform(df.drop('target', axis=1))
pca = PCA(n_components=2)
comps = pca.fit_transform(X_vis)
plt.scatter(comps[:, 0], comps[:, 1], c=df['target'], cmap='plasma', s=8)
plt.xlabel('PC1')
plt.ylabel('PC2')
plt.show()
print(pca.explained_variance_ratio_)

# In[17]:

X = df.drop('target', axis=1)
y = df['target']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=101, test_size=0.3)

# In[18]:

scaler = StandardScaler()
X_train_s = scaler.fit_transform(X_train)
X_test_s = scaler.transform(X_test)
pca = PCA(n_components=10)
X_train_p = pca.fit_transform(X_train_s)
X_test_p = pca.transform(X_test_s)

# In[19]:

svc = SVC()
svc.fit(X_train_p, y_train)
pred = svc.predict(X_test_p)

# In[20]:

print(confusion_matrix(y_test, pred))

# In[21]:

pd.crosstab(y_test, pred)
