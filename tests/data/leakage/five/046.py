#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split, RandomizedSearchCV
from sklearn.metrics import r2_score, mean_absolute_error


# In[2]:


df = pd.read_csv('flight_price.csv').dropna()
df['day'] = pd.to_datetime(df['Date_of_Journey'], format='%d/%m/%Y').dt.day
df['month'] = pd.to_datetime(df['Date_of_Journey'], format='%d/%m/%Y').dt.month
df['dep_hour'] = pd.to_datetime(df['Dep_Time']).dt.hour
df['stops'] = df['Total_Stops'].map({'non-stop': 0, '1 stop': 1, '2 stops': 2, '3 stops': 3, '4 stops': 4})


# In[3]:


X = pd.get_dummies(df[['Airline', 'Source', 'Destination', 'day', 'month', 'dep_hour', 'stops']])
y = df['Price']


# In[4]:


# feature importance (just to see)
from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor
sel = ExtraTreesRegressor()
sel.fit(X, y)
pd.Series(sel.feature_importances_, index=X.columns).nlargest(20).plot(kind='barh')


# In[5]:


X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)


# In[6]:


grid = {'n_estimators': [100, 300, 500, 900], 'max_depth': [5, 10, 20, 30], 'min_samples_split': [2, 5, 10, 50]}
search = RandomizedSearchCV(RandomForestRegressor(), grid, n_iter=10, cv=5, scoring='neg_mean_squared_error', n_jobs=2)
search.fit(X_train, y_train)
search.best_params_


# In[7]:


p = search.predict(X_test)
print('R2', r2_score(y_test, p), 'MAE', mean_absolute_error(y_test, p))


# In[8]:


# model for the web app: everything
final = RandomForestRegressor(**search.best_params_).fit(X, y)
import pickle
pickle.dump(final, open('flight_rf.pkl', 'wb'))
