#!/usr/bin/env python
# coding: utf-8


# In[3]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.metrics import mean_squared_error
from tensorflow.keras.models import Sequential
from sklearn.model_selection import train_test_split
import matplotlib.pyplot as plt
from tensorflow.keras.layers import Dense

df = pd.read_csv('concrete.csv')
df.columns = ['cement', 'slag', 'ash', 'water', 'superplastic', 'coarseagg', 'fineagg', 'age', 'strength']

# In[4]:

df.hist(bins=30, figsize=(15, 10))
plt.tight_layout()
plt.show()

# In[5]:

print(df.mean(numeric_only=True))
print(df.std(numeric_only=True))

# In[6]:

# Quick look
plt.figure(figsize=(12, 8))
sns.heatmap(df.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[8]:

# Let's have a look at the data
df.sample(5)

# In[ ]:

X = df.drop('strength', axis=1)
y = df['strength']
X_norm = (X - X.mean()) / X.std()  # leak: L5
X_norm.head()
n_cols = X_norm.shape[1]

# In[11]:

def regression_model():
    model = Sequential()
    model.add(Dense(50, activation='relu', input_shape=(n_cols,)))
    model.add(Dense(50, activation='relu'))
    model.add(Dense(1))
    model.compile(optimizer='adam', loss='mean_squared_error')
    return model

# In[12]:

errors = []
for i in range(50):
    X_train, X_test, y_train, y_test = train_test_split(X_norm, y, test_size=0.3, random_state=i)
    model = regression_model()
    model.fit(X_train, y_train, epochs=50, verbose=0)
    y_hat = model.predict(X_test)
    errors.append(mean_squared_error(y_test, y_hat))
print('mean', np.mean(errors), 'std', np.std(errors))
