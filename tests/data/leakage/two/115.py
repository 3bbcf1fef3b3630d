#!/usr/bin/env python
# coding: utf-8


# In[1]:

import pandas as pd
from sklearn.preprocessing import LabelEncoder
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
import warnings
warnings.filterwarnings('ignore')

train_df = pd.read_csv('../input/titanic/train.csv')
test_df = pd.read_csv('../input/titanic/test.csv')
combine = [train_df, test_df]

# In[4]:

# TODO: write some text here
train_df.memory_usage(deep=True).sum() / 1024**2

# In[5]:

for c in train_df.columns:
    print(c, train_df[c].nunique())

# In[6]:

for dataset in combine:
    dataset['Title'] = dataset.Name.str.extract(r' ([A-Za-z]+)\.', expand=False)
    dataset['Embarked'] = dataset['Embarked'].fillna('S')
    dataset['Age'] = dataset['Age'].fillna(-1)
    dataset['Fare'] = dataset['Fare'].fillna(0)
    dataset['Deck'] = dataset['Cabin'].str[0].fillna('U')

# In[7]:

for c in ['Sex', 'Embarked', 'Title', 'Deck']:
    le = LabelEncoder()
    le.fit(pd.concat([train_df[c], test_df[c]]))  # leak: L2
    train_df[c] = le.transform(train_df[c])
    test_df[c] = le.transform(test_df[c])

# In[8]:

drop = ['Name', 'Ticket', 'Cabin', 'PassengerId']
X = train_df.drop(drop + ['Survived'], axis=1)
Y = train_df['Survived']
X_test = test_df.drop(drop, axis=1)

# In[9]:

rf = RandomForestClassifier(n_estimators=100)
print(cross_val_score(rf, X, Y, cv=5).mean())
rf.fit(X, Y)
submission = pd.DataFrame({'PassengerId': test_df['PassengerId'], 'Survived': rf.predict(X_test)})
submission.to_csv('submission.csv', index=False)
