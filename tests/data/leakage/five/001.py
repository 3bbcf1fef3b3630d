#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.preprocessing import OrdinalEncoder, StandardScaler
from sklearn.model_selection import KFold
from sklearn.neighbors import KNeighborsRegressor
from sklearn.metrics import mean_absolute_error


# In[2]:


cars = pd.read_csv('used_cars_de.csv', encoding='latin1')
cars = cars[(cars.price > 500) & (cars.price < 100000)]
cars = cars[(cars.year > 1980) & (cars.powerPS.between(30, 600))]
cars = cars.dropna()


# In[3]:


cars['age'] = 2016 - cars['year']
num = ['age', 'powerPS', 'kilometer']
cat = ['brand', 'model', 'fuelType', 'gearbox']
target = np.log(cars['price'].values)
cars = cars.reset_index(drop=True)


# In[4]:


def make_xy(train_idx, test_idx):
    tr, te = cars.iloc[train_idx], cars.iloc[test_idx]
    oe = OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=-1)
    ss = StandardScaler()
    a = np.hstack([ss.fit_transform(tr[num]), oe.fit_transform(tr[cat])])
    b = np.hstack([ss.transform(te[num]), oe.transform(te[cat])])
    return a, b


# In[5]:


errs = []
for k, (i, j) in enumerate(KFold(5, shuffle=True, random_state=3).split(cars)):
    A, B = make_xy(i, j)
    knn = KNeighborsRegressor(8, weights='distance').fit(A, target[i])
    mae = mean_absolute_error(np.exp(target[j]), np.exp(knn.predict(B)))
    print('fold', k, 'MAE', round(mae), 'Euro')
    errs.append(mae)


# In[6]:


print(np.mean(errs))
