#!/usr/bin/env python
# coding: utf-8


# In[2]:

import pandas as pd
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_absolute_error
from sklearn.ensemble import RandomForestRegressor
from sklearn.tree import DecisionTreeRegressor

melb = pd.read_csv('melb_data.csv')

# In[3]:

melb.dtypes

# In[4]:

missing = melb.isnull().sum().sort_values(ascending=False)
missing = missing[missing > 0]
missing.plot.bar()

# In[7]:

melb.columns[melb.isnull().any()]

# In[8]:

melb['Car'].fillna(melb['Car'].mode()[0], inplace=True)  # leak: L5
melb['BuildingArea'].fillna(melb['BuildingArea'].mean(), inplace=True)  # leak: L5
melb['YearBuilt'].fillna(melb['YearBuilt'].median(), inplace=True)  # leak: L5
melb.isnull().sum()

# In[9]:

feature_names = ['Rooms', 'Distance', 'Bathroom', 'Car', 'Landsize', 'BuildingArea', 'YearBuilt', 'Lattitude', 'Longtitude']
X = melb[feature_names]
y = melb.Price

# In[10]:

train_X, val_X, train_y, val_y = train_test_split(X, y, random_state=1)
melb_model = DecisionTreeRegressor(random_state=1, max_leaf_nodes=500)
melb_model.fit(train_X, train_y)
val_predictions = melb_model.predict(val_X)
print(mean_absolute_error(val_y, val_predictions))

# In[13]:

forest_model = RandomForestRegressor(random_state=1)
forest_model.fit(train_X, train_y)
melb_preds = forest_model.predict(val_X)
print(mean_absolute_error(val_y, melb_preds))  # multi: L8

# In[ ]:

plt.scatter(val_y, melb_preds, s=4, alpha=0.5)
plt.xlabel('true')
plt.ylabel('predicted')
plt.show()
