#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt


# In[2]:


df = pd.read_csv('data/house_prices_oslo.csv')
df = df[df['price'] < 20_000_000]
df = df.dropna(subset=['price', 'sqm'])
len(df)


# In[3]:


df['balcony'] = df['balcony'].fillna(0)
df['floor'] = df['floor'].fillna(1)
df['energy_label'] = df['energy_label'].fillna('unknown')
df['age'] = 2021 - df['built']
df['log_sqm'] = np.log(df['sqm'])


# In[4]:


from sklearn.pipeline import make_pipeline
from sklearn.compose import make_column_transformer
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge


# In[5]:


num = ['log_sqm', 'age', 'floor', 'rooms', 'balcony']
cat = ['district', 'energy_label']
pre = make_column_transformer(
    (make_pipeline(SimpleImputer(strategy='median'), StandardScaler()), num),
    (OneHotEncoder(handle_unknown='ignore'), cat))
model = make_pipeline(pre, Ridge())


# In[6]:


from sklearn.model_selection import cross_val_score, GridSearchCV
X, y = df[num + cat], np.log(df['price'])
scores = cross_val_score(model, X, y, cv=10, scoring='r2')
print(scores.mean(), scores.std())


# In[7]:


# coefficients of the model on everything
model.fit(X, y)
coef = pd.Series(model[-1].coef_, index=model[0].get_feature_names_out())
coef.sort_values().plot.barh(figsize=(5, 12))
plt.tight_layout()
