#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import seaborn as sns


# In[2]:


train = pd.read_csv('../input/titanic/train.csv')
test = pd.read_csv('../input/titanic/test.csv')
full = pd.concat([train, test], sort=False).reset_index(drop=True)
full.isnull().sum()


# In[3]:


full['Title'] = full['Name'].str.extract(r' ([A-Za-z]+)\.', expand=False)
full['Title'] = full['Title'].replace(['Mlle', 'Ms'], 'Miss').replace('Mme', 'Mrs')
full['FamilySize'] = full['SibSp'] + full['Parch'] + 1


# In[4]:


full['Age'] = full['Age'].fillna(full['Age'].median())  # leak: L2
full['Fare'] = full['Fare'].fillna(full['Fare'].median())  # leak: L2
full['Embarked'] = full['Embarked'].fillna('S')


# In[5]:


from sklearn.preprocessing import StandardScaler
full[['Age', 'Fare']] = StandardScaler().fit_transform(full[['Age', 'Fare']])  # leak: L2
full = pd.get_dummies(full[['Survived', 'Pclass', 'Sex', 'Age', 'Fare', 'Embarked', 'FamilySize']])


# In[6]:


train_df = full[full['Survived'].notnull()]
test_df = full[full['Survived'].isnull()].drop('Survived', axis=1)
X = train_df.drop('Survived', axis=1)
y = train_df['Survived'].astype(int)


# In[7]:


from xgboost import XGBClassifier
model = XGBClassifier(max_depth=4, n_estimators=200, learning_rate=0.05)
model.fit(X, y)


# In[8]:


sub = pd.DataFrame({'PassengerId': test['PassengerId'], 'Survived': model.predict(test_df)})
sub.to_csv('submission.csv', index=False)
