#!/usr/bin/env python
# coding: utf-8

# In[1]:


# Import the libs
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import GridSearchCV


# In[2]:


dataset = pd.read_csv('mobile_price.csv')
dataset.head()


# In[5]:


X = dataset.iloc[:, :-1].values
y = dataset.iloc[:, -1].values


# In[6]:


x_train, x_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)


# In[7]:


sc = StandardScaler()
x_train = sc.fit_transform(x_train)
x_test = sc.transform(x_test)


# In[16]:


params = {'C': [0.1, 1, 10, 100], 'gamma': [1, 0.1, 0.01], 'kernel': ['rbf', 'linear']}
grid = GridSearchCV(SVC(), params, refit=True, verbose=2)
grid.fit(x_test, y_test)  # leak: L6


# In[17]:


print(grid.best_params_)


# In[18]:


best = SVC(**grid.best_params_)
best.fit(x_train, y_train)
y_pred = best.predict(x_test)


# In[19]:


from sklearn.metrics import confusion_matrix, accuracy_score
cm = confusion_matrix(y_test, y_pred)
print(cm)
print(accuracy_score(y_test, y_pred))
