#!/usr/bin/env python
# coding: utf-8


# In[2]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

mall = pd.read_csv('Mall_Customers.csv')
mall.columns = ['id', 'gender', 'age', 'income', 'score']

# In[4]:

# TODO: write some text here
plt.figure(figsize=(12, 8))
sns.heatmap(mall.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[6]:

sns.histplot(mall['score'])
plt.show()

# In[7]:

mall.groupby('score').mean(numeric_only=True)

# In[8]:

mall.describe(include='all')

# In[9]:

missing = mall.isnull().sum().sort_values(ascending=False)
missing = missing[missing > 0]
missing.plot.bar()

# In[10]:

# Check the distribution
mall.duplicated().sum()

# In[11]:

X = mall[['age', 'income', 'score']]
ss = StandardScaler()
Xs = ss.fit_transform(X)
inertia, sil = [], []
for k in range(2, 11):
    km = KMeans(n_clusters=k, n_init=10, random_state=42).fit(Xs)
    inertia.append(km.inertia_)
    sil.append(silhouette_score(Xs, km.labels_))
fig, ax = plt.subplots(1, 2, figsize=(12, 4))
ax[0].plot(range(2, 11), inertia, 'o-')
ax[1].plot(range(2, 11), sil, 'o-')
plt.show()

# In[13]:

km = KMeans(n_clusters=6, n_init=10, random_state=42)
mall['cluster'] = km.fit_predict(Xs)
mall.groupby('cluster')[['age', 'income', 'score']].mean()

# In[14]:

pc = PCA(2).fit_transform(Xs)
sns.scatterplot(x=pc[:, 0], y=pc[:, 1], hue=mall['cluster'], palette='tab10')
plt.show()

# In[16]:

print(pd.crosstab(mall['cluster'], mall['gender'], normalize='index'))
mall.to_csv('segments.csv', index=False)
