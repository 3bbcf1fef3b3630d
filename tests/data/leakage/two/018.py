#!/usr/bin/env python
# coding: utf-8


# In[1]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.model_selection import train_test_split
from sklearn.linear_model import Ridge
from sklearn.impute import KNNImputer
from sklearn.preprocessing import PolynomialFeatures
import pandas as pd
from sklearn.metrics import mean_absolute_error, r2_score

ins = pd.read_csv('insurance.csv')

# In[2]:

# Let's have a look at the data
ins.duplicated().sum()

# In[3]:

fig, ax = plt.subplots(1, 2, figsize=(14, 5))
ins['charges'].plot.hist(ax=ax[0])
ins['charges'].plot.box(ax=ax[1])
plt.show()

# In[4]:

print(ins.mean(numeric_only=True))
print(ins.std(numeric_only=True))

# In[5]:

print(ins.shape)
ins.head()

# In[6]:

ins = pd.get_dummies(ins, drop_first=True)
train, test = train_test_split(ins, test_size=0.25, random_state=21)
X_train, y_train = train.drop('charges', axis=1), train['charges']
X_test, y_test = test.drop('charges', axis=1), test['charges']

# In[ ]:

imputer = KNNImputer(n_neighbors=5)
X_train = pd.DataFrame(imputer.fit_transform(X_train), columns=X_train.columns)
X_test = pd.DataFrame(imputer.fit_transform(X_test), columns=X_test.columns)  # leak: L3

# In[9]:

poly = PolynomialFeatures(degree=2)
X_train_p = poly.fit_transform(X_train)
X_test_p = poly.transform(X_test)
ridge = Ridge(alpha=5)
ridge.fit(X_train_p, y_train)
pred = ridge.predict(X_test_p)
print('MAE', mean_absolute_error(y_test, pred), 'R2', r2_score(y_test, pred))

# In[10]:

sns.histplot(y_test - pred, bins=50)
plt.title('residuals')
plt.show()
