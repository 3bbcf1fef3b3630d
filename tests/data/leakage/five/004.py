# %%
import pandas as pd
import numpy as np
import matplotlib.pyplot as plt

# %%
ds = pd.read_csv('Melbourne_housing_FULL.csv')
ds = ds.dropna(subset=['Price'])

# %%
cols_to_use = ['Suburb', 'Rooms', 'Type', 'Method', 'SellerG', 'Regionname', 'Propertycount', 'Distance',
               'CouncilArea', 'Bedroom2', 'Bathroom', 'Car', 'Landsize', 'BuildingArea', 'Price']
ds = ds[cols_to_use]
ds.isna().sum()

# %%
cols_to_fill_zero = ['Propertycount', 'Distance', 'Bedroom2', 'Bathroom', 'Car']
ds[cols_to_fill_zero] = ds[cols_to_fill_zero].fillna(0)
ds['Landsize'] = ds['Landsize'].fillna(ds.Landsize.mean())  # leak: L5
ds['BuildingArea'] = ds['BuildingArea'].fillna(ds.BuildingArea.mean())  # leak: L5
ds.dropna(inplace=True)

# %%
ds = pd.get_dummies(ds, drop_first=True)
X = ds.drop('Price', axis=1)
y = ds['Price']

# %%
from sklearn.model_selection import train_test_split
train_X, test_X, train_y, test_y = train_test_split(X, y, test_size=0.3, random_state=2)

# %%
from sklearn.linear_model import LinearRegression, Lasso, Ridge
reg = LinearRegression().fit(train_X, train_y)
print(reg.score(test_X, test_y), reg.score(train_X, train_y))

# %%
lasso = Lasso(alpha=50, max_iter=100, tol=0.1).fit(train_X, train_y)
ridge = Ridge(alpha=50, max_iter=100, tol=0.1).fit(train_X, train_y)
print(lasso.score(test_X, test_y), ridge.score(test_X, test_y))
