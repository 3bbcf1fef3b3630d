#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np, pandas as pd
import matplotlib.pyplot as plt
import tensorflow as tf
from sklearn.preprocessing import MinMaxScaler


# In[2]:


import yfinance as yf
aapl = yf.download('AAPL', '2012-01-01', '2022-01-01')
aapl.tail()


# In[3]:


aapl['ret'] = np.log(aapl['Close'] / aapl['Close'].shift(1))
aapl['ma10'] = aapl['Close'].rolling(10).mean()
aapl['vol20'] = aapl['ret'].rolling(20).std()
aapl = aapl.dropna()


# In[12]:


print('min / max over the whole history:', aapl['Close'].min(), aapl['Close'].max())


# In[14]:


feats = ['Close', 'Volume', 'ma10', 'vol20']
n = len(aapl)
i1, i2 = int(n * .7), int(n * .85)
tr, va, te = aapl[feats][:i1], aapl[feats][i1:i2], aapl[feats][i2:]


# In[15]:


mms = MinMaxScaler()
tr_s = mms.fit_transform(tr)
va_s = mms.transform(va)
te_s = mms.transform(te)


# In[16]:


W = 30
def windows(a):
    X = np.stack([a[i:i + W] for i in range(len(a) - W)])
    return X, a[W:, 0]
X_tr, y_tr = windows(tr_s)
X_va, y_va = windows(va_s)
X_te, y_te = windows(te_s)
X_tr.shape, X_te.shape


# In[17]:


tf.random.set_seed(0)
net = tf.keras.Sequential([
    tf.keras.layers.GRU(64, input_shape=(W, len(feats))),
    tf.keras.layers.Dense(16, activation='relu'),
    tf.keras.layers.Dense(1)])
net.compile('adam', 'mse')
es = tf.keras.callbacks.EarlyStopping(patience=8, restore_best_weights=True)
h = net.fit(X_tr, y_tr, validation_data=(X_va, y_va), epochs=200, callbacks=[es], verbose=0)


# In[18]:


plt.plot(h.history['loss']); plt.plot(h.history['val_loss'])


# In[19]:


print('test mse', net.evaluate(X_te, y_te, verbose=0))
naive = np.mean((X_te[:, -1, 0] - y_te) ** 2)
print('naive', naive)
