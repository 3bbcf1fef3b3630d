#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd, numpy as np, gc
import lightgbm as lgb
from sklearn.model_selection import KFold
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.decomposition import TruncatedSVD
from sklearn.metrics import mean_squared_error


# In[2]:


train = pd.read_csv('mercari_small.tsv', sep='\t')
train = train[train.price > 0].reset_index(drop=True)
train['target'] = np.log1p(train.price)
train[['cat1', 'cat2', 'cat3']] = train.category_name.fillna('na/na/na').str.split('/', n=2, expand=True)
train['item_description'] = train.item_description.fillna('none')
train['desc_len'] = train.item_description.str.len()


# In[3]:


tf = TfidfVectorizer(max_features=30000, ngram_range=(1, 2), stop_words='english')
mat = tf.fit_transform(train.name + ' ' + train.item_description)  # leak: L1
svd = TruncatedSVD(n_components=30, random_state=0)
comp = svd.fit_transform(mat)  # leak: L1
for i in range(30):
    train['svd_%d' % i] = comp[:, i]
del mat; gc.collect()


# In[4]:


brand_price = train.groupby('brand_name')['target'].mean()  # leak: L4
train['brand_price'] = train['brand_name'].map(brand_price).fillna(-1)


# In[5]:


feats = ['item_condition_id', 'shipping', 'desc_len', 'brand_price'] + ['svd_%d' % i for i in range(30)]


# In[14]:


oof = np.zeros(len(train))
for f, (tr, va) in enumerate(KFold(5, shuffle=True, random_state=42).split(train)):
    m = lgb.LGBMRegressor(n_estimators=800, learning_rate=0.05, num_leaves=63)
    m.fit(train.loc[tr, feats], train.loc[tr, 'target'])
    oof[va] = m.predict(train.loc[va, feats])
    print(f, mean_squared_error(train.loc[va, 'target'], oof[va]) ** .5)


# In[16]:


print('CV', mean_squared_error(train.target, oof) ** .5)
