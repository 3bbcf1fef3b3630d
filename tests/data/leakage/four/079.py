#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from tensorflow import keras
from tensorflow.keras.layers import Dense, Dropout
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler


# In[2]:


sonar = pd.read_csv('sonar.all-data', header=None)
X = sonar.iloc[:, :60].values.astype(float)
Y = LabelEncoder().fit_transform(sonar[60])


# In[3]:


X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.2, stratify=Y, random_state=8)
s = StandardScaler()
X_train = s.fit_transform(X_train)
X_test = s.transform(X_test)


# In[12]:


def make(drop):
    m = keras.Sequential([Dense(60, activation='relu', input_dim=60),
                          Dropout(drop),
                          Dense(30, activation='relu'),
                          Dense(1, activation='sigmoid')])
    m.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
    return m


# In[14]:


stop = keras.callbacks.EarlyStopping(monitor='val_loss', patience=15, restore_best_weights=True)
hist = {}
for d in (0.0, 0.25, 0.5):
    m = make(d)
    h = m.fit(X_train, Y_train, validation_split=0.2, epochs=200, batch_size=8, verbose=0, callbacks=[stop])
    hist[d] = min(h.history['val_loss'])
hist


# In[17]:


d = min(hist, key=hist.get)
final = make(d)
final.fit(X_train, Y_train, epochs=60, batch_size=8, verbose=0)
print(final.evaluate(X_test, Y_test))
