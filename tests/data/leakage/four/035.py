#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn.model_selection import cross_val_score, RepeatedKFold, train_test_split
from sklearn.svm import SVR
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler, FunctionTransformer
from sklearn.compose import TransformedTargetRegressor, ColumnTransformer
from sklearn.dummy import DummyRegressor


# In[3]:


ff = pd.read_csv('forestfires.csv')
ff.month.value_counts()


# In[5]:


print((ff.area == 0).mean())
plt.hist(np.log1p(ff.area), bins=40)


# In[6]:


season = {m: s for s, ms in {'win': 'dec jan feb', 'spr': 'mar apr may', 'sum': 'jun jul aug', 'aut': 'sep oct nov'}.items() for m in ms.split()}
ff['season'] = ff.month.map(season)
ff['weekend'] = ff.day.isin(['sat', 'sun', 'fri']).astype(int)
X = pd.get_dummies(ff.drop(columns=['month', 'day', 'area']), columns=['season'])
y = ff.area


# In[7]:


# scaled copy for the parallel-coordinates plot
Xs = pd.DataFrame(StandardScaler().fit_transform(X), columns=X.columns)
pd.plotting.parallel_coordinates(Xs.assign(big=(y > 5).values), 'big', alpha=.2)


# In[8]:


def reg(C):
    svr = Pipeline([('s', StandardScaler()), ('m', SVR(C=C))])
    return TransformedTargetRegressor(svr, func=np.log1p, inverse_func=np.expm1)
rk = RepeatedKFold(n_splits=10, n_repeats=5, random_state=3)
for name, m in [('median', DummyRegressor(strategy='median')), ('svr C=1', reg(1)), ('svr C=3', reg(3))]:
    s = -cross_val_score(m, X, y, cv=rk, scoring='neg_mean_absolute_error')
    print(name, s.mean().round(2), s.std().round(2))
