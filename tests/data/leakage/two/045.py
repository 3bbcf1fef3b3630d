#!/usr/bin/env python
# coding: utf-8


# In[1]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import pickle
from sklearn.svm import SVR
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import mean_squared_error

df = pd.read_csv('energy_efficiency.csv')
df.columns = ['X1', 'X2', 'X3', 'X4', 'X5', 'X6', 'X7', 'X8', 'Y1', 'Y2']

# In[2]:

df.duplicated().sum()

# In[3]:

df.dtypes

# In[4]:

X, y = df.iloc[:, :8], df['Y1']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=40)
scaler = StandardScaler()
model = SVR(C=100, gamma=0.1)
model.fit(scaler.fit_transform(X_train), y_train)
pred = model.predict(scaler.transform(X_test))
print('RMSE', np.sqrt(mean_squared_error(y_test, pred)))

# In[5]:

plt.plot(np.array(y_test)[:100], label='true')
plt.plot(pred[:100], label='pred')
plt.legend()

# In[7]:

# happy with it -> fit on all rows and export for the web app
scaler = StandardScaler()
X_all = scaler.fit_transform(X)
model = SVR(C=100, gamma=0.1)
model.fit(X_all, y)
with open('app/scaler.pkl', 'wb') as f:
    pickle.dump(scaler, f)
with open('app/model.pkl', 'wb') as f:
    pickle.dump(model, f)

# In[8]:

# a request from the app
sample = [[0.8, 600, 300, 150, 7, 3, 0.1, 2]]
print(model.predict(scaler.transform(sample)))
