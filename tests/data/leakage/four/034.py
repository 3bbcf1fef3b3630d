#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd


# In[2]:


names = ['Sex', 'Length', 'Diameter', 'Height', 'Whole', 'Shucked', 'Viscera', 'Shell', 'Rings']
data = pd.read_csv('abalone.data', names=names)
data['M'] = (data.Sex == 'M') * 1.0
data['F'] = (data.Sex == 'F') * 1.0
data = data.drop('Sex', axis=1)


# In[3]:


# target is standardised too so the learning rate is easy to pick
t = data.pop('Rings').values
t = (t - t.mean()) / t.std()


# In[4]:


rng = np.random.RandomState(9)
perm = rng.permutation(len(data))
n_tr = int(.8 * len(data))
A = data.values[perm]
t = t[perm]
X_train, X_test = A[:n_tr], A[n_tr:]
t_train, t_test = t[:n_tr], t[n_tr:]


# In[6]:


mu = X_train.mean(axis=0)
sigma = X_train.std(axis=0)
X_train = (X_train - mu) / sigma
X_test = (X_test - mu) / sigma


# In[15]:


def add_bias(X):
    return np.c_[np.ones(len(X)), X]
X_train, X_test = add_bias(X_train), add_bias(X_test)


# In[16]:


w = np.zeros(X_train.shape[1])
losses = []
for it in range(3000):
    grad = X_train.T @ (X_train @ w - t_train) / len(X_train)
    w -= 0.05 * grad
    losses.append(np.mean((X_train @ w - t_train) ** 2))
losses[-1]


# In[25]:


print('test mse', np.mean((X_test @ w - t_test) ** 2))
print('closed form', np.mean((X_test @ np.linalg.lstsq(X_train, t_train, rcond=None)[0] - t_test) ** 2))
