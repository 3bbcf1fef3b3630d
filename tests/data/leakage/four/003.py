#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split, cross_val_score, KFold
from sklearn.linear_model import Ridge, Lasso
from sklearn.svm import SVR


# In[2]:


df = pd.read_excel('Concrete_Data.xls')
df.columns = ['cement', 'slag', 'ash', 'water', 'superp', 'coarse', 'fine', 'age', 'strength']
df.drop_duplicates(inplace=True)


# In[4]:


for c in df.columns[:-1]:
    df[c].plot.box()
    plt.show()


# In[6]:


def norm_func(i):
    return (i - i.min()) / (i.max() - i.min())


# In[7]:


X = norm_func(df.iloc[:, :-1])  # leak: L5
y = df['strength']
X.describe()


# In[8]:


X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=12)


# In[9]:


for name, m in {'ridge': Ridge(0.1), 'lasso': Lasso(0.01), 'svr': SVR(C=50)}.items():
    m.fit(X_train, y_train)
    print(name, 'train', round(m.score(X_train, y_train), 3), 'test', round(m.score(X_test, y_test), 3))


# In[18]:


svr = SVR(C=50).fit(X_train, y_train)
plt.scatter(y_test, svr.predict(X_test))
plt.xlabel('actual'); plt.ylabel('pred')
