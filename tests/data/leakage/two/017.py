#!/usr/bin/env python
# coding: utf-8


# In[3]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler
from sklearn.linear_model import Lasso
import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.utils import shuffle

train = pd.read_csv('train.csv')
test = pd.read_csv('test.csv')
test_ids = test['Id']

# In[4]:

train.describe().T

# In[5]:

sns.histplot(train['SalePrice'])
plt.show()

# In[6]:

fig, ax = plt.subplots(1, 2, figsize=(14, 5))
train['SalePrice'].plot.hist(ax=ax[0])
train['SalePrice'].plot.box(ax=ax[1])
plt.show()

# In[7]:

# from pandas_profiling import ProfileReport
# ProfileReport(train)

# In[9]:

train.isnull().sum()

# In[ ]:

train = train.drop(train[(train['GrLivArea'] > 4000) & (train['SalePrice'] < 300000)].index)
ntrain = train.shape[0]
y_train = np.log1p(train.SalePrice.values)
all_data = pd.concat((train, test)).reset_index(drop=True)
all_data.drop(['SalePrice', 'Id'], axis=1, inplace=True)

# In[11]:

all_data['PoolQC'] = all_data['PoolQC'].fillna('None')
for col in ('GarageYrBlt', 'GarageArea', 'GarageCars'):
    all_data[col] = all_data[col].fillna(0)

# In[12]:

numeric = all_data.select_dtypes(include=[np.number]).columns
imp = SimpleImputer(strategy='median')
all_data[numeric] = imp.fit_transform(all_data[numeric])  # leak: L2

# In[13]:

all_data = pd.get_dummies(all_data)
print(all_data.shape)
train = all_data[:ntrain]
test = all_data[ntrain:]

# In[ ]:

def rmsle_cv(model):
    kf = KFold(5, shuffle=True, random_state=42)
    rmse = np.sqrt(-cross_val_score(model, train.values, y_train, scoring="neg_mean_squared_error", cv=kf))
    return rmse

# In[17]:

lasso = make_pipeline(RobustScaler(), Lasso(alpha=0.0005, random_state=1))
score = rmsle_cv(lasso)
print("Lasso score: {:.4f} ({:.4f})".format(score.mean(), score.std()))

# In[18]:

lasso.fit(train.values, y_train)
sub = pd.DataFrame({'Id': test_ids, 'SalePrice': np.expm1(lasso.predict(test.values))})
sub.to_csv('submission.csv', index=False)
