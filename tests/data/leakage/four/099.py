#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler, OneHotEncoder
from sklearn.model_selection import train_test_split
from sklearn.linear_model import Ridge
import matplotlib.pyplot as plt


# In[2]:


d = pd.read_csv('diamonds.csv', index_col=0)
d = d[(d[['x', 'y', 'z']] > 0).all(axis=1)]
d.sample(4)


# In[3]:


d['volume'] = d.x * d.y * d.z
d['price'].hist(bins=100)


# In[12]:


train_df, test_df = train_test_split(d, test_size=0.2, random_state=6)
train_df = train_df.reset_index(drop=True)
test_df = test_df.reset_index(drop=True)


# In[13]:


num = ['carat', 'depth', 'table', 'volume']
cat = ['cut', 'color', 'clarity']


# In[14]:


def prepare(frame):
    s = StandardScaler()
    o = OneHotEncoder(sparse_output=False)
    return np.hstack([s.fit_transform(frame[num]), o.fit_transform(frame[cat])])


# In[15]:


ss = StandardScaler().fit(train_df[num])
oh = OneHotEncoder(sparse_output=False, handle_unknown='ignore').fit(train_df[cat])
A = np.hstack([ss.transform(train_df[num]), oh.transform(train_df[cat])])
B = np.hstack([ss.transform(test_df[num]), oh.transform(test_df[cat])])
# prepare() was for one frame only, used for the correlation picture
plt.matshow(np.corrcoef(prepare(d.head(3000)).T)); plt.show()


# In[24]:


r = Ridge(alpha=3).fit(A, np.log(train_df.price))
print('R2', r.score(B, np.log(test_df.price)))


# In[26]:


p = np.exp(r.predict(B))
print('median abs pct err', np.median(np.abs(p - test_df.price) / test_df.price))
