#!/usr/bin/env python
# coding: utf-8


# In[2]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import missingno as msno
from sklearn.metrics import r2_score
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
import warnings
warnings.filterwarnings('ignore')

df = pd.read_csv('ford.csv')
df['model'] = df['model'].str.strip()

# In[3]:

df.columns

# In[4]:

df.info()

# In[7]:

msno.matrix(df)

# In[9]:

df.sample(5)

# In[10]:

df = pd.get_dummies(df, columns=['model', 'transmission', 'fuelType'])
df, holdout = train_test_split(df, test_size=0.2, random_state=64)
print(df.shape, holdout.shape)

# In[11]:

# from here on df is the training part only
df = df[df['price'] < df['price'].quantile(0.995)]
df = df[df['year'] <= 2020]
lims = df[['mileage', 'tax', 'mpg', 'engineSize']].quantile([0.01, 0.99])
X = df.drop('price', axis=1)
y = df['price']
num = ['year', 'mileage', 'tax', 'mpg', 'engineSize']
X[lims.columns] = X[lims.columns].clip(lims.loc[0.01], lims.loc[0.99], axis=1)
scaler = StandardScaler()
X[num] = scaler.fit_transform(X[num])
corr = X[num].corrwith(y)
print(corr)

# In[12]:

lin = Ridge(alpha=1.0)
lin.fit(X, y)
print('in sample', lin.score(X, y))

# In[14]:

X = holdout.drop('price', axis=1)
y = holdout['price']
X[lims.columns] = X[lims.columns].clip(lims.loc[0.01], lims.loc[0.99], axis=1)
X[num] = scaler.transform(X[num])
pred = lin.predict(X)
print('holdout', r2_score(y, pred), mean_absolute_error(y, pred))

# In[16]:

plt.plot(np.array(y)[:100], label='true')
plt.plot(pred[:100], label='pred')
plt.legend()
