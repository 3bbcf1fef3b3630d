#!/usr/bin/env python
# coding: utf-8


# In[3]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
import tensorflow as tf
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score

dataset = pd.read_csv('Churn_Modelling.csv')
X = dataset.iloc[:, 3:-1]
y = dataset.iloc[:, -1].values

# In[5]:

sns.histplot(dataset['Exited'])
plt.show()

# In[8]:

print(dataset.mean(numeric_only=True))
print(dataset.std(numeric_only=True))

# In[10]:

dataset.describe().T

# In[11]:

# TODO: write some text here
dataset.isnull().sum()

# In[14]:

dataset.memory_usage(deep=True).sum() / 1024**2

# In[15]:

X = pd.get_dummies(X, columns=['Geography', 'Gender'], drop_first=True).values
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

# In[17]:

sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.fit_transform(X_test)  # leak: L3

# In[19]:

ann = tf.keras.models.Sequential()
ann.add(tf.keras.layers.Dense(units=6, activation='relu'))
ann.add(tf.keras.layers.Dense(units=6, activation='relu'))
ann.add(tf.keras.layers.Dense(units=1, activation='sigmoid'))
ann.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])

# In[20]:

history = ann.fit(X_train, y_train, batch_size=32, epochs=100)
plt.plot(history.history['loss'])

# In[23]:

y_pred = (ann.predict(X_test) > 0.5).astype(int).ravel()
accuracy_score(y_test, y_pred)

# In[24]:

pd.crosstab(y_test, y_pred)
