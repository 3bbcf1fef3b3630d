#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import seaborn as sns
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LassoCV
from sklearn.preprocessing import StandardScaler, MinMaxScaler
import statsmodels.api as sm
from statsmodels.stats.outliers_influence import variance_inflation_factor


# In[2]:


nba = pd.read_csv('nba_2021_advanced.csv')
nba = nba.drop_duplicates('Player').dropna(subset=['Salary'])
nba = nba[nba.MP > 200]


# In[3]:


plt.figure(figsize=(14, 10))
sns.heatmap(nba.select_dtypes('number').corr(), annot=True, fmt='.1f')


# In[4]:


nba.select_dtypes('number').corr()['Salary'].sort_values(ascending=False).head(10)


# In[5]:


# scale salary to 0-1 (target only)
sal = MinMaxScaler()
y = sal.fit_transform(nba[['Salary']]).ravel()
X = nba[['Age', 'G', 'MP', 'PER', 'TS%', 'USG%', 'OWS', 'DWS', 'BPM', 'VORP']].fillna(0)


# In[6]:


Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=.2, random_state=23)


# In[15]:


def vif(d):
    return pd.Series([variance_inflation_factor(d.values, i) for i in range(d.shape[1])], d.columns)
keep = list(X.columns)
while True:
    v = vif(Xtr[keep])
    if v.max() < 10:
        break
    keep.remove(v.idxmax())
keep


# In[16]:


ss = StandardScaler().fit(Xtr[keep])
las = LassoCV(cv=5).fit(ss.transform(Xtr[keep]), ytr)
dict(zip(keep, las.coef_.round(4)))


# In[17]:


print(las.score(ss.transform(Xte[keep]), yte))
err = sal.inverse_transform(las.predict(ss.transform(Xte[keep])).reshape(-1, 1)) - sal.inverse_transform(yte.reshape(-1, 1))
print('mean abs error $', np.abs(err).mean())
