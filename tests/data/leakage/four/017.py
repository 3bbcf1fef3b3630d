#!/usr/bin/env python
# coding: utf-8

# In[2]:


import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.preprocessing import MinMaxScaler
from keras.models import Sequential
from keras.layers import LSTM, Dense, Dropout


# In[3]:


df = pd.read_csv('GOOG.csv', parse_dates=['Date'], index_col='Date')
df['Close'].plot(figsize=(16, 6))


# In[4]:


close = df[['Close']].values
scaler = MinMaxScaler(feature_range=(0, 1))
scaled = scaler.fit_transform(close)  # leak: L1


# In[5]:


training_size = int(len(scaled) * 0.70)
train_data, test_data = scaled[:training_size, :], scaled[training_size:, :]


# In[6]:


def create_dataset(ds, time_step=60):
    X, Y = [], []
    for i in range(len(ds) - time_step - 1):
        X.append(ds[i:i + time_step, 0])
        Y.append(ds[i + time_step, 0])
    return np.array(X), np.array(Y)


# In[7]:


X_train, y_train = create_dataset(train_data)
X_test, y_test = create_dataset(test_data)
X_train = X_train.reshape(X_train.shape[0], X_train.shape[1], 1)
X_test = X_test.reshape(X_test.shape[0], X_test.shape[1], 1)


# In[8]:


model = Sequential()
model.add(LSTM(50, return_sequences=True, input_shape=(60, 1)))
model.add(Dropout(0.2))
model.add(LSTM(50))
model.add(Dense(1))
model.compile(loss='mean_squared_error', optimizer='adam')
model.fit(X_train, y_train, epochs=50, batch_size=64, verbose=1)


# In[9]:


pred = scaler.inverse_transform(model.predict(X_test))
real = scaler.inverse_transform(y_test.reshape(-1, 1))
print('rmse', np.sqrt(np.mean((pred - real) ** 2)))
plt.plot(real); plt.plot(pred)
