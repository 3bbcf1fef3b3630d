#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np


# In[2]:


train = pd.read_csv('/kaggle/input/titanic/train.csv')
test = pd.read_csv('/kaggle/input/titanic/test.csv')
ids = test['PassengerId']


# In[3]:


def prep(d):
    d = d.copy()
    d['Sex'] = (d['Sex'] == 'female').astype(int)
    d['Alone'] = ((d['SibSp'] + d['Parch']) == 0).astype(int)
    d['HasCabin'] = d['Cabin'].notnull().astype(int)
    d['Embarked'] = d['Embarked'].fillna('S').map({'S': 0, 'C': 1, 'Q': 2})
    return d[['Pclass', 'Sex', 'Age', 'Fare', 'Alone', 'HasCabin', 'Embarked']]


# In[4]:


y = train['Survived']
X = prep(train)
X_sub = prep(test)


# In[5]:


from sklearn.model_selection import train_test_split
X_tr, X_val, y_tr, y_val = train_test_split(X, y, test_size=0.2, random_state=3)
age_med = X_tr['Age'].median()
fare_med = X_tr['Fare'].median()
for d in (X_tr, X_val, X_sub):
    d['Age'] = d['Age'].fillna(age_med)
    d['Fare'] = d['Fare'].fillna(fare_med)


# In[6]:


from sklearn.ensemble import GradientBoostingClassifier
gb = GradientBoostingClassifier(n_estimators=150, max_depth=3, random_state=3)
gb.fit(X_tr, y_tr)
print('validation acc', gb.score(X_val, y_val))


# In[7]:


# fit again with everything for the submission
gb.fit(pd.concat([X_tr, X_val]), pd.concat([y_tr, y_val]))
pd.DataFrame({'PassengerId': ids, 'Survived': gb.predict(X_sub)}).to_csv('sub.csv', index=False)
