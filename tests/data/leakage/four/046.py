#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import seaborn as sns
import datetime


# In[2]:


cars = pd.read_csv('car data.csv')
print(cars['Seller_Type'].unique(), cars['Fuel_Type'].unique(), cars['Owner'].unique())


# In[3]:


final_dataset = cars[['Year', 'Selling_Price', 'Present_Price', 'Kms_Driven', 'Fuel_Type', 'Seller_Type', 'Transmission', 'Owner']]
final_dataset['no_year'] = 2020 - final_dataset['Year']
final_dataset.drop(['Year'], axis=1, inplace=True)
final_dataset = pd.get_dummies(final_dataset, drop_first=True)


# In[4]:


corrmat = final_dataset.corr()
sns.heatmap(corrmat, annot=True, cmap="RdYlGn")


# In[6]:


X = final_dataset.iloc[:, 1:]
y = final_dataset.iloc[:, 0]


# In[8]:


### Feature Importance
from sklearn.ensemble import ExtraTreesRegressor
import matplotlib.pyplot as plt
et = ExtraTreesRegressor()
et.fit(X, y)
pd.Series(et.feature_importances_, index=X.columns).nlargest(5).plot(kind='barh')
plt.show()


# In[11]:


from sklearn.model_selection import train_test_split, RandomizedSearchCV
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)


# In[12]:


from sklearn.ensemble import RandomForestRegressor
random_grid = {'n_estimators': [int(x) for x in np.linspace(100, 1200, 12)],
               'max_features': ['sqrt', 1.0],
               'max_depth': [5, 10, 15, 20, 25, 30],
               'min_samples_split': [2, 5, 10, 15]}
rf_random = RandomizedSearchCV(RandomForestRegressor(), random_grid, scoring='neg_mean_squared_error',
                               n_iter=10, cv=5, random_state=42, n_jobs=1)
rf_random.fit(X_train, y_train)


# In[13]:


predictions = rf_random.predict(X_test)
sns.distplot(y_test - predictions)


# In[14]:


from sklearn import metrics
print('MAE:', metrics.mean_absolute_error(y_test, predictions))
print('RMSE:', np.sqrt(metrics.mean_squared_error(y_test, predictions)))
