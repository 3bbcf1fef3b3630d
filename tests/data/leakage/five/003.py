#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd, numpy as np
import seaborn as sns
import matplotlib.pyplot as plt
get_ipython().run_line_magic('matplotlib', 'inline')


# In[2]:


df = pd.read_csv('heart.csv')
print(df.shape)
df.isna().sum()


# In[3]:


sns.heatmap(df.corr(), annot=True, fmt='.1f')
plt.show()


# In[4]:


cat = ['cp', 'thal', 'slope', 'ca', 'restecg']
df = pd.get_dummies(df, columns=cat)


# In[5]:


from sklearn.model_selection import train_test_split, GridSearchCV, cross_val_score
X = df.drop('target', axis=1)
y = df.target
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=7)


# In[6]:


from sklearn.preprocessing import MinMaxScaler
num = ['age', 'trestbps', 'chol', 'thalach', 'oldpeak']
mm = MinMaxScaler()
X_train[num] = mm.fit_transform(X_train[num])
X_test[num] = mm.transform(X_test[num])


# In[7]:


from sklearn.neighbors import KNeighborsClassifier
grid = GridSearchCV(KNeighborsClassifier(), {'n_neighbors': range(1, 30), 'p': [1, 2]}, cv=5)
grid.fit(X_train, y_train)
print(grid.best_params_, grid.best_score_)


# In[8]:


from sklearn.tree import DecisionTreeClassifier
from sklearn.linear_model import LogisticRegression
results = {}
for name, m in [('knn', grid.best_estimator_),
                ('tree', DecisionTreeClassifier(max_depth=4)),
                ('logreg', LogisticRegression(max_iter=1000))]:
    m.fit(X_train, y_train)
    results[name] = m.score(X_test, y_test)


# In[9]:


pd.Series(results).plot(kind='bar')
plt.ylabel('test accuracy')
