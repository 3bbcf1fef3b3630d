#!/usr/bin/env python
# coding: utf-8

# In[5]:


import pandas as pd
import numpy as np
import seaborn as sns
import matplotlib.pyplot as plt
get_ipython().run_line_magic('matplotlib', 'inline')


# In[6]:


wine = pd.read_csv('winequality-red.csv', sep=';')
wine.head()


# In[8]:


wine.info()


# In[9]:


sns.countplot(x='quality', data=wine)
plt.show()


# In[12]:


wine['good'] = (wine['quality'] >= 7).astype(int)
X = wine.drop(['quality', 'good'], axis=1)
y = wine['good']


# In[21]:


from sklearn.preprocessing import StandardScaler
sc = StandardScaler()
X = sc.fit_transform(X)  # leak: L1


# In[22]:


from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)


# In[23]:


from sklearn.ensemble import RandomForestClassifier
from sklearn.svm import SVC
from sklearn.metrics import classification_report
rf = RandomForestClassifier(n_estimators=200)
rf.fit(X_train, y_train)
print(classification_report(y_test, rf.predict(X_test)))


# In[24]:


svc = SVC()
svc.fit(X_train, y_train)
print(classification_report(y_test, svc.predict(X_test)))
