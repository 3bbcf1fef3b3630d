#!/usr/bin/env python
# coding: utf-8


# In[3]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.linear_model import LassoCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
import warnings
warnings.filterwarnings('ignore')

adv = pd.read_csv('Advertising.csv', index_col=0)

# In[4]:

# Let's have a look at the data
adv.describe(include='all')

# In[6]:

adv.groupby('Sales').mean(numeric_only=True)

# In[7]:

# ### Missing values
plt.figure(figsize=(12, 8))
sns.heatmap(adv.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[8]:

# Check the distribution
adv.describe().T

# In[9]:

# from pandas_profiling import ProfileReport
# ProfileReport(adv)

# In[12]:

adv.dtypes

# In[13]:

import statsmodels.api as sm
Xz = pd.DataFrame(StandardScaler().fit_transform(adv[['TV', 'Radio', 'Newspaper']]), columns=['TV', 'Radio', 'Newspaper'], index=adv.index)
ols = sm.OLS(adv['Sales'], sm.add_constant(Xz)).fit()
print(ols.summary())
# standardised coefficients for the report
ols.params.drop('const').plot.bar()
plt.show()

# In[14]:

# prediction
X, y = adv[['TV', 'Radio', 'Newspaper']].copy(), adv['Sales']
X['TVxRadio'] = X['TV'] * X['Radio']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)
alphas = np.logspace(-3, 2, 30)
lasso = make_pipeline(StandardScaler(), LassoCV(alphas=alphas, cv=5))
lasso.fit(X_train, y_train)
print('alpha', lasso[-1].alpha_, dict(zip(X.columns, lasso[-1].coef_)))
pred = lasso.predict(X_test)
print('RMSE', np.sqrt(mean_squared_error(y_test, pred)))

# In[15]:

plt.plot(np.array(y_test)[:100], label='true')
plt.plot(pred[:100], label='pred')
plt.legend()

# In[16]:

plt.scatter(y_test, pred, s=4, alpha=0.5)
plt.xlabel('true')
plt.ylabel('predicted')
plt.show()
