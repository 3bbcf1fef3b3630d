#!/usr/bin/env python
# coding: utf-8

# In[5]:


import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.ensemble import GradientBoostingRegressor, RandomForestRegressor
from sklearn.metrics import mean_absolute_error, r2_score


# In[6]:


laptops = pd.read_csv('laptop_data.csv').drop(columns=['Unnamed: 0'])
laptops['Ram'] = laptops['Ram'].str.replace('GB', '').astype(int)
laptops['Weight'] = laptops['Weight'].str.replace('kg', '').astype(float)
laptops['Touchscreen'] = laptops['ScreenResolution'].apply(lambda x: 1 if 'Touchscreen' in x else 0)
laptops['Ips'] = laptops['ScreenResolution'].apply(lambda x: 1 if 'IPS' in x else 0)


# In[7]:


def fetch_processor(text):
    for k in ('Intel Core i7', 'Intel Core i5', 'Intel Core i3'):
        if text.startswith(k):
            return k
    return 'Other Intel' if text.split()[0] == 'Intel' else 'AMD'
laptops['Cpu brand'] = laptops['Cpu'].apply(fetch_processor)
laptops['Cpu brand'].value_counts().plot(kind='bar')


# In[8]:


laptops = pd.get_dummies(laptops[['Company', 'TypeName', 'Ram', 'Weight', 'Touchscreen', 'Ips', 'Cpu brand', 'Price']])
X = laptops.drop(columns=['Price'])
y = np.log(laptops['Price'])


# In[9]:


X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.15, random_state=2)


# In[11]:


rf = RandomForestRegressor(n_estimators=100, random_state=3, max_features=0.75, max_depth=15)
rf.fit(X_train, y_train)
y_pred = rf.predict(X_test)
print('R2 score', r2_score(y_test, y_pred))


# In[12]:


# more data = better ?
gb = GradientBoostingRegressor(n_estimators=500)
gb.fit(X, y)  # leak: L9
y_pred = gb.predict(X_test)
print('R2 score', r2_score(y_test, y_pred))
print('MAE', mean_absolute_error(y_test, y_pred))
