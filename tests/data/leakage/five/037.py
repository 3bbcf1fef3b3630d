#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.preprocessing import MinMaxScaler
from keras.models import Sequential
from keras.layers import LSTM, Dense
import math
from sklearn.metrics import mean_squared_error


# In[2]:


df = pd.read_csv('airline-passengers.csv', usecols=[1], engine='python')
dataset = df.values.astype('float32')
plt.plot(dataset)
plt.show()


# In[3]:


scaler = MinMaxScaler(feature_range=(0, 1))
dataset = scaler.fit_transform(dataset)  # leak: L1


# In[4]:


train_size = int(len(dataset) * 0.67)
train, test = dataset[0:train_size, :], dataset[train_size:len(dataset), :]


# In[5]:


def create_dataset(data, look_back=1):
    X, Y = [], []
    for i in range(len(data) - look_back - 1):
        X.append(data[i:(i + look_back), 0])
        Y.append(data[i + look_back, 0])
    return np.array(X), np.array(Y)

look_back = 3
trainX, trainY = create_dataset(train, look_back)
testX, testY = create_dataset(test, look_back)
trainX = trainX.reshape(trainX.shape[0], 1, look_back)
testX = testX.reshape(testX.shape[0], 1, look_back)


# In[6]:


model = Sequential()
model.add(LSTM(4, input_shape=(1, look_back)))
model.add(Dense(1))
model.compile(loss='mean_squared_error', optimizer='adam')
model.fit(trainX, trainY, epochs=100, batch_size=1, verbose=2)


# In[7]:


testPredict = scaler.inverse_transform(model.predict(testX))
testY = scaler.inverse_transform([testY])
print('Test Score: %.2f RMSE' % math.sqrt(mean_squared_error(testY[0], testPredict[:, 0])))
