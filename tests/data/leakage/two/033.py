#!/usr/bin/env python
# coding: utf-8


# In[1]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.metrics import r2_score
from xgboost import XGBRegressor
from sklearn.model_selection import train_test_split

df = pd.read_csv('bigmart.csv')

# In[2]:

# from pandas_profiling import ProfileReport
# ProfileReport(df)

# In[3]:

fig, ax = plt.subplots(1, 2, figsize=(14, 5))
df['Item_Outlet_Sales'].plot.hist(ax=ax[0])
df['Item_Outlet_Sales'].plot.box(ax=ax[1])
plt.show()

# In[4]:

df['Item_Fat_Content'] = df['Item_Fat_Content'].replace({'LF': 'Low Fat', 'low fat': 'Low Fat', 'reg': 'Regular'})
df['Outlet_Age'] = 2013 - df['Outlet_Establishment_Year']
df['Category'] = df['Item_Identifier'].str[:2]
df = df.drop(['Outlet_Establishment_Year'], axis=1)
print(df.groupby('Category')['Item_Weight'].mean())

# In[7]:

train, test = train_test_split(df, test_size=0.2, random_state=3)
train, test = train.copy(), test.copy()

# In[8]:

w = train.groupby('Item_Identifier')['Item_Weight'].mean()
w_default = train['Item_Weight'].mean()
size_mode = train.groupby('Outlet_Type')['Outlet_Size'].agg(lambda s: s.mode().iloc[0] if len(s.mode()) else 'Small')
vis = train.loc[train['Item_Visibility'] > 0].groupby('Category')['Item_Visibility'].median()
for part in [train, test]:
    part['Item_Weight'] = part['Item_Weight'].fillna(part['Item_Identifier'].map(w)).fillna(w_default)
    part['Outlet_Size'] = part['Outlet_Size'].fillna(part['Outlet_Type'].map(size_mode))
    zero = part['Item_Visibility'] == 0
    part.loc[zero, 'Item_Visibility'] = part.loc[zero, 'Category'].map(vis)

# In[9]:

drop = ['Item_Identifier', 'Outlet_Identifier', 'Item_Outlet_Sales']
X_train = pd.get_dummies(train.drop(columns=drop))
X_test = pd.get_dummies(test.drop(columns=drop)).reindex(columns=X_train.columns, fill_value=0)
y_train, y_test = train['Item_Outlet_Sales'], test['Item_Outlet_Sales']

# In[10]:

xg = XGBRegressor(n_estimators=150, max_depth=4, learning_rate=0.05)
xg.fit(X_train, y_train)
pred = xg.predict(X_test)
print('train', r2_score(y_train, xg.predict(X_train)))
print('test', r2_score(y_test, pred))

# In[13]:

sns.histplot(y_test - pred, bins=50)
plt.title('residuals')
plt.show()

# In[15]:

plt.scatter(y_test, pred, s=4, alpha=0.5)
plt.xlabel('true')
plt.ylabel('predicted')
plt.show()
