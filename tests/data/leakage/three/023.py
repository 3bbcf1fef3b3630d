# In[1]:

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler

train = pd.read_csv("/kaggle/input/titanic/train.csv")
test = pd.read_csv("/kaggle/input/titanic/test.csv")
PassengerId = test["PassengerId"]
n = train.shape[0]

# In[2]:

y = train.Survived.values
full = pd.concat([train.drop("Survived", axis=1), test], ignore_index=True)
full["Title"] = full.Name.str.extract(r" ([A-Za-z]+)\.", expand=False)
full["Title"] = full["Title"].replace({"Mlle": "Miss", "Ms": "Miss", "Mme": "Mrs"})
full["FamilySize"] = full.SibSp + full.Parch + 1
full["HasCabin"] = full.Cabin.notnull().astype(int)
full = full.drop(["Name", "Ticket", "Cabin", "PassengerId"], axis=1)

# In[3]:

full = pd.get_dummies(full, columns=["Sex", "Embarked", "Title", "Pclass"])
imp = SimpleImputer(strategy="median")
full[["Age", "Fare"]] = imp.fit_transform(full[["Age", "Fare"]])  # leak: L2

# In[4]:

sc = StandardScaler()
full[["Age", "Fare", "FamilySize"]] = sc.fit_transform(full[["Age", "Fare", "FamilySize"]])  # leak: L2

# In[5]:

X = full.iloc[:n]
X_sub = full.iloc[n:]
rf = RandomForestClassifier(n_estimators=400, max_depth=6, random_state=0)
print(cross_val_score(rf, X, y, cv=5).mean())

# In[6]:

rf.fit(X, y)
pd.DataFrame({"PassengerId": PassengerId, "Survived": rf.predict(X_sub)}).to_csv("submission.csv", index=False)
