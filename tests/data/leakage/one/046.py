# %% [code]
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %% [code]
titanic = pd.read_csv("/kaggle/input/titanic/train.csv")
titanic.head()

# %% [code]
titanic['Age'] = titanic['Age'].fillna(titanic['Age'].median())  # leak: L5
titanic['Embarked'] = titanic['Embarked'].fillna('S')
titanic['Title'] = titanic['Name'].str.extract(r' ([A-Za-z]+)\.', expand=False)
titanic = titanic.drop(['Name', 'Ticket', 'Cabin', 'PassengerId'], axis=1)
titanic = pd.get_dummies(titanic, columns=['Sex', 'Embarked', 'Title'])

# %% [code]
X = titanic.drop('Survived', axis=1)
y = titanic['Survived']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
rf = RandomForestClassifier(n_estimators=100, max_depth=6)
rf.fit(X_train, y_train)
print(rf.score(X_test, y_test))
