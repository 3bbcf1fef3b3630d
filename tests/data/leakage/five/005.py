#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.linear_model import Lasso, Ridge
from sklearn.model_selection import train_test_split, cross_val_score


# In[2]:


ames = pd.read_csv('AmesHousing.csv')
ames = ames[ames['Gr Liv Area'] < 4000]
y = np.log1p(ames['SalePrice'])
ames = ames.drop(['SalePrice', 'PID', 'Order'], axis=1)


# In[3]:


none_cols = ['Alley', 'Bsmt Qual', 'Fireplace Qu', 'Garage Type', 'Pool QC', 'Fence', 'Misc Feature']
ames[none_cols] = ames[none_cols].fillna('None')
qual = {'None': 0, 'Po': 1, 'Fa': 2, 'TA': 3, 'Gd': 4, 'Ex': 5}
for c in ['Bsmt Qual', 'Fireplace Qu', 'Pool QC', 'Kitchen Qual', 'Exter Qual']:
    ames[c] = ames[c].map(qual)
ames['Garage Yr Blt'] = ames['Garage Yr Blt'].fillna(ames['Year Built'])


# In[4]:


X = pd.get_dummies(ames)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=8)
m = X_train.mean()
X_train = X_train.fillna(m)
X_test = X_test.fillna(m)


# In[5]:


skewed = X_train.columns[(X_train.nunique() > 20) & (X_train.skew() > 0.75)]
X_train[skewed] = np.log1p(X_train[skewed].astype(float))
X_test[skewed] = np.log1p(X_test[skewed].astype(float))


# In[6]:


alphas = [0.0001, 0.0005, 0.001, 0.005, 0.01]
rm = [np.sqrt(-cross_val_score(Lasso(alpha=a), X_train, y_train, scoring='neg_mean_squared_error', cv=5)).mean()
      for a in alphas]
best = alphas[int(np.argmin(rm))]


# In[7]:


las = Lasso(alpha=best).fit(X_train, y_train)
print(best, np.sqrt(np.mean((las.predict(X_test) - y_test) ** 2)), (las.coef_ != 0).sum(), 'features used')
