#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import xgboost as xgb
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_squared_error


# In[2]:


sales = pd.read_csv('bigmart_train.csv')
sales.isnull().sum()


# In[3]:


sales['Item_Weight'] = sales.groupby('Item_Type')['Item_Weight'].transform(lambda x: x.fillna(x.mean()))  # leak: L5
sales['Outlet_Size'] = sales['Outlet_Size'].fillna('Medium')
sales['Item_Fat_Content'] = sales['Item_Fat_Content'].replace({'LF': 'Low Fat', 'reg': 'Regular', 'low fat': 'Low Fat'})
sales['Outlet_Years'] = 2013 - sales['Outlet_Establishment_Year']


# In[4]:


sales = pd.get_dummies(sales.drop(['Item_Identifier', 'Outlet_Establishment_Year'], axis=1))


# In[5]:


X = sales.drop('Item_Outlet_Sales', axis=1)
y = sales['Item_Outlet_Sales']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=2)


# In[6]:


model = xgb.XGBRegressor(n_estimators=2000, learning_rate=0.02, max_depth=5)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)],  # leak: L6
          eval_metric='rmse', early_stopping_rounds=50, verbose=100)


# In[7]:


pred = model.predict(X_test)
print('RMSE', np.sqrt(mean_squared_error(y_test, pred)))


# In[8]:


xgb.plot_importance(model, max_num_features=15)
