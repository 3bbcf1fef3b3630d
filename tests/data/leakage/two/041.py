#!/usr/bin/env python
# coding: utf-8


# In[3]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import HuberRegressor

train = pd.read_csv('train.csv', index_col='id')
test = pd.read_csv('test.csv', index_col='id')

# In[6]:

fig, ax = plt.subplots(1, 2, figsize=(14, 5))
train['Premium'].plot.hist(ax=ax[0])
train['Premium'].plot.box(ax=ax[1])
plt.show()

# In[7]:

train.memory_usage(deep=True).sum() / 1024**2

# In[8]:

train.describe(include='all')

# In[11]:

num_cols = ['Age', 'Annual Income', 'Health Score', 'Credit Score']
y = np.log1p(train.pop('Premium'))
med = train[num_cols].median()
train[num_cols] = train[num_cols].fillna(med)
test[num_cols] = test[num_cols].fillna(med)

# In[12]:

ss = StandardScaler()
train_num = ss.fit_transform(train[num_cols])

# In[13]:

model = HuberRegressor()
model.fit(train_num, y)
print('in-sample', model.score(train_num, y))

# In[14]:

# predict
test_num = ss.fit_transform(test[num_cols])  # leak: L3
preds = np.expm1(model.predict(test_num))
sub = pd.DataFrame({'id': test.index, 'Premium': preds})
sub.to_csv('submission.csv', index=False)
sub.head()
