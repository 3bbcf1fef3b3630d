#!/usr/bin/env python
# coding: utf-8


# In[2]:

import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier, plot_tree
from sklearn.metrics import accuracy_score
from sklearn.metrics import classification_report
import warnings
warnings.filterwarnings('ignore')

df = pd.read_csv('titanic_full.csv')

# In[3]:

# Quick look
df.dtypes

# In[4]:

print(df.shape)
df.head()

# In[5]:

# Let's have a look at the data
df.describe().T

# In[6]:

df['Title'] = df['Name'].str.extract(r' ([A-Za-z]+)\.', expand=False)
df['Title'] = df['Title'].replace(['Mlle', 'Ms'], 'Miss')
df['Age'] = df['Age'].fillna(df.groupby('Title')['Age'].transform('median'))  # leak: L5

# In[9]:

df['FamilySize'] = df['SibSp'] + df['Parch'] + 1
df['IsAlone'] = (df['FamilySize'] == 1).astype(int)
df['Embarked'] = df['Embarked'].fillna('S')
df = df.drop(['Name', 'Ticket', 'Cabin', 'PassengerId'], axis=1)
df = pd.get_dummies(df, columns=['Sex', 'Embarked', 'Title'])

# In[12]:

X = df.drop('Survived', axis=1)
y = df['Survived']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=42)

# In[15]:

tree = DecisionTreeClassifier(max_depth=4)
tree.fit(X_train, y_train)
print(tree.score(X_train, y_train))
y_hat = tree.predict(X_test)
print('accuracy', accuracy_score(y_test, y_hat))

# In[16]:

print(classification_report(y_test, y_hat))

# In[17]:

pd.crosstab(y_test, y_hat)

# In[19]:

plt.figure(figsize=(20, 10))
plot_tree(tree, feature_names=list(X.columns), filled=True)
plt.show()
