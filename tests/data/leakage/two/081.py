#!/usr/bin/env python
# coding: utf-8


# In[2]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.model_selection import train_test_split

train = pd.read_csv('../input/train.csv')
test = pd.read_csv('../input/test.csv')

# In[4]:

# ### Missing values
train.columns

# In[6]:

# Quick look
train.groupby('Survived').mean(numeric_only=True)

# In[ ]:

plt.figure(figsize=(12, 8))
sns.heatmap(train.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[9]:

# Check the distribution
train.sample(5)

# In[10]:

train.isnull().sum()

# In[11]:

y = train['Survived']
full = pd.concat([train.drop('Survived', axis=1), test], sort=False)
full['Title'] = full['Name'].apply(lambda n: n.split(',')[1].split('.')[0].strip())
full['HasCabin'] = full['Cabin'].notnull().astype(int)
full['Family'] = full['SibSp'] + full['Parch']
full = full.drop(['Name', 'Cabin', 'Ticket', 'PassengerId'], axis=1)
full['Embarked'] = full['Embarked'].fillna('missing')
full = pd.get_dummies(full)

# In[14]:

X = full.iloc[:len(train)].copy()
X_sub = full.iloc[len(train):].copy()
X_tr, X_val, y_tr, y_val = train_test_split(X, y, test_size=0.2, random_state=5)

# In[17]:

age_median = X_tr['Age'].median()
fare_median = X_tr['Fare'].median()
for part in (X_tr, X_val, X_sub):
    part['Age'] = part['Age'].fillna(age_median)
    part['Fare'] = part['Fare'].fillna(fare_median)

# In[20]:

gb = GradientBoostingClassifier(n_estimators=150, max_depth=3)
gb.fit(X_tr, y_tr)
pred = gb.predict(X_val)
print(accuracy_score(y_val, pred))

# In[21]:

print(confusion_matrix(y_val, pred))

# In[22]:

cm = confusion_matrix(y_val, pred)
sns.heatmap(cm, annot=True, fmt='d', cmap='Blues')
plt.xlabel('predicted')
plt.ylabel('actual')
plt.show()

# In[23]:

out = pd.DataFrame({'PassengerId': test['PassengerId'], 'Survived': gb.predict(X_sub)})
out.to_csv('gb.csv', index=False)
