#!/usr/bin/env python
# coding: utf-8


# In[2]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from tensorflow.keras.models import Sequential
import matplotlib.pyplot as plt
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import Dense, LSTM
import warnings
warnings.filterwarnings('ignore')

df = pd.read_csv('AAPL.csv', parse_dates=['Date'], index_col='Date')
df['Close'].plot(figsize=(14, 6))
plt.show()

# In[3]:

data = df.filter(['Close'])
dataset = data.values
training_data_len = int(np.ceil(len(dataset) * .8))

# In[4]:

scaler = MinMaxScaler(feature_range=(0, 1))
scaled_data = scaler.fit_transform(dataset)  # leak: L1
scaled_data[:5]

# In[7]:

train_data = scaled_data[0:training_data_len, :]
x_train, y_train = [], []
for i in range(60, len(train_data)):
    x_train.append(train_data[i-60:i, 0])
    y_train.append(train_data[i, 0])
x_train, y_train = np.array(x_train), np.array(y_train)
x_train = np.reshape(x_train, (x_train.shape[0], x_train.shape[1], 1))

# In[8]:

model = Sequential()
model.add(LSTM(50, return_sequences=True, input_shape=(x_train.shape[1], 1)))
model.add(LSTM(50))
model.add(Dense(25))
model.add(Dense(1))
model.compile(optimizer='adam', loss='mean_squared_error')
model.fit(x_train, y_train, batch_size=1, epochs=3)

# In[10]:

test_data = scaled_data[training_data_len - 60:, :]
x_test = np.array([test_data[i-60:i, 0] for i in range(60, len(test_data))])
y_test = dataset[training_data_len:, :]
x_test = x_test.reshape(x_test.shape[0], 60, 1)
predictions = scaler.inverse_transform(model.predict(x_test))
rmse = np.sqrt(np.mean((predictions - y_test) ** 2))
print(rmse)

# In[12]:

valid = data[training_data_len:].copy()
valid['Predictions'] = predictions
plt.plot(valid[['Close', 'Predictions']])
plt.show()
