#!/usr/bin/env python
# coding: utf-8


# In[2]:

import pandas as pd
import matplotlib.pyplot as plt
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import KFold, cross_val_score
import pandas as pd
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.utils import shuffle
from sklearn.linear_model import LogisticRegression

data = pd.read_excel('default of credit card clients.xls', header=1)
data.rename(columns={'default payment next month': 'default'}, inplace=True)

# In[3]:

data.describe(include='all')

# In[4]:

# from pandas_profiling import ProfileReport
# ProfileReport(data)

# In[5]:

data.hist(bins=30, figsize=(15, 10))
plt.tight_layout()
plt.show()

# In[ ]:

X = data.drop(['ID', 'default'], axis=1)
y = data['default']

# In[8]:

std = StandardScaler()
X = pd.DataFrame(std.fit_transform(X), columns=X.columns)  # leak: L1
X.head()

# In[9]:

models = [('LR', LogisticRegression()), ('KNN', KNeighborsClassifier()), ('CART', DecisionTreeClassifier()), ('NB', GaussianNB())]
results, names = [], []
for name, model in models:
    kfold = KFold(n_splits=10, shuffle=True, random_state=7)
    cv_results = cross_val_score(model, X, y, cv=kfold, scoring='accuracy')
    results.append(cv_results)
    names.append(name)
    print("%s: %f (%f)" % (name, cv_results.mean(), cv_results.std()))

# In[11]:

fig = plt.figure()
fig.suptitle('Algorithm Comparison')
ax = fig.add_subplot(111)
plt.boxplot(results)
ax.set_xticklabels(names)
plt.show()
