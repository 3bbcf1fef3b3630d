#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.preprocessing import StandardScaler
from keras.models import Sequential
from keras.layers import Dense, Dropout


# In[2]:


data = pd.read_csv('sonar.all-data', header=None)
X = data.iloc[:, :60].values.astype(float)
Y = (data[60] == 'M').astype(int).values


# In[3]:


X = StandardScaler().fit_transform(X)  # leak: L1


# In[4]:


def baseline():
    m = Sequential()
    m.add(Dense(60, input_dim=60, activation='relu'))
    m.add(Dropout(0.2))
    m.add(Dense(30, activation='relu'))
    m.add(Dense(1, activation='sigmoid'))
    m.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
    return m


# In[5]:


model = baseline()
hist = model.fit(X, Y, validation_split=0.3, epochs=100, batch_size=5, verbose=0, shuffle=True)


# In[6]:


import matplotlib.pyplot as plt
plt.plot(hist.history['val_accuracy'], label='val')
plt.plot(hist.history['accuracy'], label='train')
plt.legend()


# In[7]:


print('validation accuracy %.3f' % hist.history['val_accuracy'][-1])
