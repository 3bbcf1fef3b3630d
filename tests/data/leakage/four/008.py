#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import seaborn as sns
get_ipython().run_line_magic('matplotlib', 'inline')


# In[2]:


pk = pd.read_csv('pokemon.csv')
pk.head()


# In[3]:


pk['Type 2'] = pk['Type 2'].fillna('None')
pk = pk.drop_duplicates('#')
sns.boxplot(x='Legendary', y='Total', data=pk)


# In[6]:


pk = pd.concat([pk, pd.get_dummies(pk['Type 1'])], axis=1)


# In[7]:


from sklearn.cluster import KMeans
from sklearn.preprocessing import MinMaxScaler
stats = ['HP', 'Attack', 'Defense', 'Sp. Atk', 'Sp. Def', 'Speed']
km = KMeans(5, n_init=10, random_state=0).fit(MinMaxScaler().fit_transform(pk[stats]))
pk['cl'] = km.labels_
pk.groupby('cl')[stats].mean()


# In[8]:


sns.scatterplot(x='Attack', y='Defense', hue='cl', data=pk)


# In[17]:


pk = pk.drop(columns=['cl'])


# In[18]:


from sklearn.model_selection import train_test_split
X = pk.drop(columns=['#', 'Name', 'Type 1', 'Type 2', 'Legendary', 'Total'])
y = pk['Legendary'].astype(int)
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.3, random_state=25)


# In[19]:


from imblearn.over_sampling import RandomOverSampler
Xo, yo = RandomOverSampler(random_state=0).fit_resample(X_train, y_train)


# In[20]:


from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score, confusion_matrix
m0 = RandomForestClassifier(random_state=0).fit(X_train, y_train)
m1 = RandomForestClassifier(random_state=0).fit(Xo, yo)
print(f1_score(y_test, m0.predict(X_test)), f1_score(y_test, m1.predict(X_test)))
print(confusion_matrix(y_test, m1.predict(X_test)))
