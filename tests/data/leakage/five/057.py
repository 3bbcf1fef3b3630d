#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import LSTM, Dropout, Dense


# In[2]:


df = pd.read_csv('AAPL.csv', parse_dates=['Date'], index_col='Date')
df['Close'].plot(figsize=(12, 4), title='AAPL close')


# In[3]:


split_date = '2019-01-01'
training_set = df.loc[:split_date, ['Close']].values
test_set = df.loc[split_date:, ['Close']].iloc[1:].values


# In[4]:


sc = MinMaxScaler()
training_scaled = sc.fit_transform(training_set)
X_train, y_train = [], []
for i in range(60, len(training_scaled)):
    X_train.append(training_scaled[i - 60:i, 0])
    y_train.append(training_scaled[i, 0])
X_train = np.array(X_train)[..., np.newaxis]
y_train = np.array(y_train)


# In[5]:


model = Sequential([LSTM(50, return_sequences=True, input_shape=(60, 1)), Dropout(0.2),
                    LSTM(50), Dropout(0.2), Dense(1)])
model.compile('adam', 'mse')
model.fit(X_train, y_train, epochs=25, batch_size=32)


# In[6]:


# need the 60 last days of the training set to predict the first test day
inputs = np.concatenate([training_set[-60:], test_set])
inputs = sc.transform(inputs)
X_test = np.array([inputs[i - 60:i, 0] for i in range(60, len(inputs))])[..., np.newaxis]
pred = sc.inverse_transform(model.predict(X_test))


# In[7]:


from sklearn.metrics import mean_absolute_error
print('MAE in $', mean_absolute_error(test_set, pred))
