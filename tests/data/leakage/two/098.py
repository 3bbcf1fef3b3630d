#!/usr/bin/env python
# coding: utf-8


# In[1]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.metrics import r2_score
from sklearn.ensemble import RandomForestRegressor
from sklearn.preprocessing import MinMaxScaler, OrdinalEncoder

df = pd.read_csv('Housing.csv')

# In[4]:

plt.figure(figsize=(12, 8))
sns.heatmap(df.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[7]:

df.info()

# In[8]:

# TODO: write some text here
df.groupby('price').mean(numeric_only=True)

# In[9]:

# ### Missing values
print(df.shape)
df.head()

# In[10]:

# ## Exploratory data analysis
df.isnull().sum()

# In[12]:

# Check the distribution
df.describe().T

# In[13]:

cat_cols = ['mainroad', 'guestroom', 'basement', 'furnishingstatus', 'neighbourhood']
enc = OrdinalEncoder()
df[cat_cols] = enc.fit_transform(df[cat_cols])  # leak: L1
df.head()

# In[14]:

X = df.drop('price', axis=1)
y = df['price']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=100)

# In[15]:

mm = MinMaxScaler()
num_vars = ['area', 'bedrooms', 'bathrooms', 'stories', 'parking']
X_train[num_vars] = mm.fit_transform(X_train[num_vars])
X_test[num_vars] = mm.transform(X_test[num_vars])

# In[16]:

lm = LinearRegression()
lm.fit(X_train, y_train)
pred = lm.predict(X_test)
print(r2_score(y_test, pred))

# In[17]:

plt.scatter(y_test, pred, s=4, alpha=0.5)
plt.xlabel('true')
plt.ylabel('predicted')
plt.show()

# In[18]:

plt.plot(np.array(y_test)[:100], label='true')
plt.plot(pred[:100], label='pred')
plt.legend()

# In[21]:

rfr = RandomForestRegressor(n_estimators=300, random_state=1)
rfr.fit(X_train, y_train)
print(r2_score(y_test, rfr.predict(X_test)))  # multi: L8
