#!/usr/bin/env python
# coding: utf-8


# In[3]:

import pandas as pd
import matplotlib.pyplot as plt
import missingno as msno
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense
from sklearn.preprocessing import StandardScaler
import warnings
warnings.filterwarnings('ignore')

df = pd.read_csv('auto-mpg.csv', na_values='?').dropna()
df.pop('car name')

# In[4]:

# Quick look
df.dtypes

# In[5]:

msno.matrix(df)

# In[6]:

X = df.drop('mpg', axis=1).values
y = df['mpg'].values

# In[7]:

X = StandardScaler().fit_transform(X)  # leak: L1
print(X.mean(axis=0), X.std(axis=0))

# In[ ]:

model = Sequential()
model.add(Dense(64, activation='relu', input_shape=(X.shape[1],)))
model.add(Dense(64, activation='relu'))
model.add(Dense(1))
model.compile(loss='mse', optimizer='rmsprop', metrics=['mae'])
model.summary()

# In[9]:

history = model.fit(X, y, epochs=300, validation_split=0.2, verbose=0)
hist = pd.DataFrame(history.history)
hist.tail()

# In[10]:

plt.plot(hist['mae'], label='train')
plt.plot(hist['val_mae'], label='val')
plt.ylim(0, 5)
plt.legend()
plt.show()
print('final validation MAE', hist['val_mae'].iloc[-1])
