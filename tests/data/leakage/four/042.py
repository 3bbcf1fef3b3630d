#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.linear_model import LassoCV, Lasso
from sklearn.preprocessing import StandardScaler
from sklearn.ensemble import RandomForestClassifier
import warnings; warnings.filterwarnings('ignore')


# In[2]:


train = pd.read_csv('../input/titanic/train.csv')
test = pd.read_csv('../input/titanic/test.csv')
ids = test['PassengerId']


# In[5]:


for d in (train, test):
    d['Title'] = d['Name'].str.extract(r' ([A-Za-z]+)\.', expand=False)
    d['Title'] = d['Title'].where(d['Title'].isin(['Mr', 'Mrs', 'Miss', 'Master']), 'Rare')
    d['FamilySize'] = d['SibSp'] + d['Parch'] + 1
    d['HasCabin'] = d['Cabin'].notna().astype(int)
    d['Sex'] = (d['Sex'] == 'female').astype(int)
    d['Embarked'] = d['Embarked'].fillna('S')


# In[7]:


train.groupby('Title')['Survived'].mean()


# In[9]:


fit_part, hold = train_test_split(train, test_size=0.2, random_state=14)
fit_part, hold = fit_part.copy(), hold.copy()


# In[10]:


age_by_title = fit_part.groupby('Title')['Age'].median()
fare_by_class = fit_part.groupby('Pclass')['Fare'].median()
for d in (fit_part, hold):
    d['Age'] = d['Age'].fillna(d['Title'].map(age_by_title))
    d['Fare'] = d['Fare'].fillna(d['Pclass'].map(fare_by_class))


# In[11]:


cols = ['Pclass', 'Sex', 'Age', 'Fare', 'FamilySize', 'HasCabin']
def mat(d):
    e = pd.get_dummies(pd.Categorical(d['Embarked'], categories=['S', 'C', 'Q']))
    return np.hstack([d[cols].values.astype(float), e.values])
rf = RandomForestClassifier(500, max_depth=6, random_state=1)
rf.fit(mat(fit_part), fit_part['Survived'])
print('hold-out acc', rf.score(mat(hold), hold['Survived']))


# In[12]:


# for the submission: whole train file, values from the whole train file
age_all = train.groupby('Title')['Age'].median()
fare_all = train.groupby('Pclass')['Fare'].median()
for d in (train, test):
    d['Age'] = d['Age'].fillna(d['Title'].map(age_all))
    d['Fare'] = d['Fare'].fillna(d['Pclass'].map(fare_all))
rf.fit(mat(train), train['Survived'])
pd.DataFrame({'PassengerId': ids, 'Survived': rf.predict(mat(test))}).to_csv('sub.csv', index=False)
