#!/usr/bin/env python
# coding: utf-8


# In[2]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from tensorflow.keras.layers import Dense, Dropout, LSTM
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.callbacks import ReduceLROnPlateau
from tensorflow.keras.callbacks import EarlyStopping

df = pd.read_csv('GOOG.csv')
data = df[['Open', 'High', 'Low', 'Close', 'Volume']].values
print(df.describe())

# In[3]:

n = len(data)
split1, split2 = int(n * 0.7), int(n * 0.85)
scaler = MinMaxScaler()
scaler.fit(data[:split1])
scaled = scaler.transform(data)
plt.plot(scaled[:, 3])
plt.axvline(split1, c='k')
plt.show()

# In[4]:

def windows(a, lo, hi, w=30):
    X, y = [], []
    for i in range(max(lo, w), hi):
        X.append(a[i - w:i])
        y.append(a[i, 3])
    return np.array(X), np.array(y)

X_tr, y_tr = windows(scaled, 0, split1)
X_va, y_va = windows(scaled, split1, split2)
X_te, y_te = windows(scaled, split2, n)

# In[7]:

model = Sequential([LSTM(64, input_shape=X_tr.shape[1:]), Dropout(0.2), Dense(1)])
model.compile(loss='mse', optimizer='adam')
cb = [EarlyStopping(patience=8, restore_best_weights=True), ReduceLROnPlateau(patience=3)]
hist = model.fit(X_tr, y_tr, validation_data=(X_va, y_va), epochs=100, batch_size=64, callbacks=cb)

# In[10]:

p = model.predict(X_te).ravel()
print('scaled RMSE', np.sqrt(mean_squared_error(y_te, p)))

# In[ ]:

plt.plot(np.array(y_te)[:100], label='true')
plt.plot(p[:100], label='pred')
plt.legend()
