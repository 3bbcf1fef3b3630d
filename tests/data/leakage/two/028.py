#!/usr/bin/env python
# coding: utf-8


# In[1]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score
import pandas as pd

df = pd.read_csv('kc_house_data.csv')

# In[2]:

df.sample(5)

# In[3]:

print(df.mean(numeric_only=True))
print(df.std(numeric_only=True))

# In[4]:

df.duplicated().sum()

# In[6]:

df.info()

# In[7]:

fig, ax = plt.subplots(1, 2, figsize=(14, 5))
df['price'].plot.hist(ax=ax[0])
df['price'].plot.box(ax=ax[1])
plt.show()

# In[ ]:

plt.figure(figsize=(12, 8))
sns.heatmap(df.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[9]:

df = df.drop(['id', 'date'], axis=1)
df['log_price'] = np.log(df.pop('price'))

# In[ ]:

train = df.sample(frac=0.8, random_state=1)
test = df.sample(frac=0.2, random_state=2)
print(len(train), len(test))
X_train, y_train = train.drop('log_price', axis=1), train['log_price']
X_test, y_test = test.drop('log_price', axis=1), test['log_price']

# In[11]:

rf = RandomForestRegressor(n_estimators=200, n_jobs=-1)
rf.fit(X_train, y_train)  # leak: L9
pred = rf.predict(X_test)
print('r2', r2_score(y_test, pred))

# In[ ]:

plt.plot(np.array(y_test)[:100], label='true')
plt.plot(pred[:100], label='pred')
plt.legend()
