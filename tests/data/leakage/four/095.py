#!/usr/bin/env python
# coding: utf-8

# In[5]:


import numpy as np
import pandas as pd
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense
from sklearn.preprocessing import StandardScaler
import matplotlib.pyplot as plt


# In[7]:


churn = pd.read_csv('Churn_Modelling.csv')
X = churn.iloc[:, 3:13]
y = churn.iloc[:, 13].values


# In[8]:


X = pd.get_dummies(X, columns=['Geography', 'Gender'], drop_first=True)
X.head()


# In[9]:


scaler = StandardScaler()
X = scaler.fit_transform(X)  # leak: L1
X.shape


# In[10]:


classifier = Sequential()
classifier.add(Dense(units=6, kernel_initializer='he_uniform', activation='relu', input_dim=11))
classifier.add(Dense(units=6, kernel_initializer='he_uniform', activation='relu'))
classifier.add(Dense(units=1, kernel_initializer='glorot_uniform', activation='sigmoid'))
classifier.compile(optimizer='Adamax', loss='binary_crossentropy', metrics=['accuracy'])


# In[11]:


model_history = classifier.fit(X, y, validation_split=0.33, batch_size=10, epochs=100)


# In[12]:


print(model_history.history.keys())
plt.plot(model_history.history['accuracy'])
plt.plot(model_history.history['val_accuracy'])
plt.title('model accuracy')
plt.legend(['train', 'test'], loc='upper left')
plt.show()


# In[14]:


print('validation accuracy after last epoch', model_history.history['val_accuracy'][-1])
