#!/usr/bin/env python
# coding: utf-8


# In[3]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline
from sklearn.model_selection import train_test_split
from sklearn.linear_model import Lasso
from sklearn.metrics import mean_squared_error
from sklearn.ensemble import GradientBoostingRegressor

df = pd.read_csv('house_prices.csv')

# In[4]:

df.isnull().sum()

# In[5]:

df.dtypes

# In[7]:

fig, ax = plt.subplots(1, 2, figsize=(14, 5))
df['SalePrice'].plot.hist(ax=ax[0])
df['SalePrice'].plot.box(ax=ax[1])
plt.show()

# In[10]:

# TODO: write some text here
plt.figure(figsize=(12, 8))
sns.heatmap(df.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[12]:

df = df.select_dtypes(include='number').fillna(0)

# In[14]:

# take the columns that matter
k = 12
cols = df.corr().nlargest(k, 'SalePrice')['SalePrice'].index  # leak: L4
cm = np.corrcoef(df[cols].values.T)
sns.heatmap(cm, annot=True, fmt='.2f', xticklabels=cols.values, yticklabels=cols.values)
plt.show()

# In[15]:

df = df[cols]
X = df.drop('SalePrice', axis=1)
y = np.log(df['SalePrice'])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=8)

# In[18]:

reg = make_pipeline(StandardScaler(), Lasso(alpha=0.001))
reg.fit(X_train, y_train)
y_pred = reg.predict(X_test)
print('RMSE', np.sqrt(mean_squared_error(y_test, y_pred)))

# In[21]:

sns.histplot(y_test - y_pred, bins=50)
plt.title('residuals')
plt.show()

# In[24]:

gbr = GradientBoostingRegressor(n_estimators=500, learning_rate=0.05)
gbr.fit(X_train, y_train)
print('RMSE', np.sqrt(mean_squared_error(y_test, gbr.predict(X_test))))  # multi: L8
