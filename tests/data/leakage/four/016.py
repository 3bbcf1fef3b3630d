#!/usr/bin/env python
# coding: utf-8

# In[5]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn import linear_model
from sklearn.metrics import r2_score
from sklearn.preprocessing import PolynomialFeatures


# In[6]:


df = pd.read_csv("FuelConsumptionCo2.csv")
df.head()


# In[8]:


cdf = df[['ENGINESIZE', 'CYLINDERS', 'FUELCONSUMPTION_COMB', 'FUELTYPE', 'CO2EMISSIONS']]
cdf.describe()


# In[9]:


viz = cdf[['CYLINDERS', 'ENGINESIZE', 'CO2EMISSIONS', 'FUELCONSUMPTION_COMB']]
viz.hist()
plt.show()


# In[10]:


# line over everything, just for the picture
fit_all = linear_model.LinearRegression().fit(cdf[['ENGINESIZE']], cdf['CO2EMISSIONS'])
plt.scatter(cdf.ENGINESIZE, cdf.CO2EMISSIONS, color='blue')
plt.plot(cdf.ENGINESIZE, fit_all.predict(cdf[['ENGINESIZE']]), '-r')
plt.show()


# In[11]:


cdf = pd.get_dummies(cdf, columns=['FUELTYPE'])
np.random.seed(12)
msk = np.random.rand(len(cdf)) < 0.8
train = cdf[msk]
test = cdf[~msk]


# In[12]:


regr = linear_model.LinearRegression()
x_tr = train.drop('CO2EMISSIONS', axis=1)
regr.fit(x_tr, train['CO2EMISSIONS'])
print('Coefficients: ', regr.coef_)
y_hat = regr.predict(test.drop('CO2EMISSIONS', axis=1))
print("MSE : %.2f" % np.mean((y_hat - test['CO2EMISSIONS']) ** 2))


# In[13]:


poly = PolynomialFeatures(degree=3)
train_x_poly = poly.fit_transform(train[['ENGINESIZE']])
clf = linear_model.LinearRegression()
clf.fit(train_x_poly, train['CO2EMISSIONS'])


# In[14]:


test_y_ = clf.predict(poly.transform(test[['ENGINESIZE']]))
print("R2-score: %.2f" % r2_score(test['CO2EMISSIONS'], test_y_))
