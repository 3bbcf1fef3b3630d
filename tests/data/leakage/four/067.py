#!/usr/bin/env python
# coding: utf-8

# In[5]:


from sklearn import datasets, svm, tree
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score
import matplotlib.pyplot as plt
import pandas as pd


# In[7]:


penguins = pd.read_csv('penguins_size.csv').dropna()
penguins = penguins[penguins.sex != '.']
penguins.species.value_counts()


# In[8]:


X = penguins[['culmen_length_mm', 'culmen_depth_mm', 'flipper_length_mm', 'body_mass_g']]
y = penguins['species']


# In[9]:


plt.scatter(X.iloc[:, 0], X.iloc[:, 1], c=y.astype('category').cat.codes)


# In[10]:


X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3)
len(X_train), len(X_test)


# In[11]:


dt = tree.DecisionTreeClassifier(max_depth=4)
dt.fit(X, y)  # leak: L9


# In[13]:


pred = dt.predict(X_test)
accuracy_score(y_test, pred)


# In[14]:


plt.figure(figsize=(12, 8))
tree.plot_tree(dt, feature_names=list(X.columns), filled=True)
plt.show()


# In[15]:


sv = svm.SVC()
sv.fit(X_train, y_train)
accuracy_score(y_test, sv.predict(X_test))
