#!/usr/bin/env python
# coding: utf-8


# In[2]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
import seaborn as sns
import warnings
warnings.filterwarnings('ignore')

train = pd.read_csv('/kaggle/input/titanic/train.csv')
test = pd.read_csv('/kaggle/input/titanic/test.csv')

# In[3]:

train.dtypes

# In[4]:

train.groupby('Survived').mean(numeric_only=True)

# In[7]:

# Quick look
plt.figure(figsize=(12, 8))
sns.heatmap(train.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[8]:

# Quick look
train.hist(bins=30, figsize=(15, 10))
plt.tight_layout()
plt.show()

# In[9]:

fig, ax = plt.subplots(1, 2, figsize=(14, 5))
train['Survived'].plot.hist(ax=ax[0])
train['Survived'].plot.box(ax=ax[1])
plt.show()

# In[10]:

sns.barplot(x='Pclass', y='Survived', data=train)
sns.FacetGrid(train, col='Survived').map(plt.hist, 'Age', bins=20)

# In[11]:

guess = train.groupby(['Sex', 'Pclass'])['Age'].median()
print(guess)

def fill_age(row):
    if pd.isnull(row['Age']):
        return guess[row['Sex'], row['Pclass']]
    return row['Age']

train['Age'] = train.apply(fill_age, axis=1)
test['Age'] = test.apply(fill_age, axis=1)
test['Fare'] = test['Fare'].fillna(train['Fare'].median())

# In[12]:

for d in [train, test]:
    d['Sex'] = d['Sex'].map({'male': 0, 'female': 1})
    d['FamilySize'] = d['SibSp'] + d['Parch'] + 1
    d['Embarked'] = d['Embarked'].fillna('S').map({'S': 0, 'C': 1, 'Q': 2})

# In[14]:

cols = ['Pclass', 'Sex', 'Age', 'Fare', 'FamilySize', 'Embarked']
scaler = StandardScaler()
X = scaler.fit_transform(train[cols])
X_test = scaler.transform(test[cols])
clf = SVC(C=1.0, gamma='auto')
clf.fit(X, train['Survived'])
print('training accuracy', clf.score(X, train['Survived']))

# In[17]:

pd.DataFrame({'PassengerId': test.PassengerId, 'Survived': clf.predict(X_test)}).to_csv('submission.csv', index=False)
