#!/usr/bin/env python
# coding: utf-8


# In[3]:

import pandas as pd
from sklearn.datasets import load_iris
from sklearn.model_selection import GridSearchCV
import pandas as pd
from sklearn.metrics import confusion_matrix
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

iris = load_iris()
df = pd.DataFrame(iris.data, columns=['sl', 'sw', 'pl', 'pw'])
df['species'] = iris.target

# In[4]:

print(df.mean(numeric_only=True))
print(df.std(numeric_only=True))

# In[6]:

# Quick look
df.columns

# In[9]:

df.sample(5)

# In[12]:

# Let's have a look at the data
missing = df.isnull().sum().sort_values(ascending=False)
missing = missing[missing > 0]
missing.plot.bar()

# In[13]:

X_train, X_test, y_train, y_test = train_test_split(iris.data, iris.target, test_size=0.3, random_state=101)
svc_model = SVC()
svc_model.fit(X_train, y_train)
predictions = svc_model.predict(X_test)
print(classification_report(y_test, predictions))

# In[14]:

param_grid = {'C': [0.1, 1, 10, 100], 'gamma': [1, 0.1, 0.01, 0.001]}
grid = GridSearchCV(SVC(), param_grid, refit=True, verbose=2)
grid.fit(X_test, y_test)  # leak: L6

# In[15]:

print(grid.best_params_)
tuned = SVC(**grid.best_params_)
tuned.fit(X_train, y_train)
grid_predictions = tuned.predict(X_test)
print(confusion_matrix(y_test, grid_predictions))

# In[17]:

print(confusion_matrix(y_test, grid_predictions))
