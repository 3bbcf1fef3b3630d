import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

titanic = pd.read_csv("/kaggle/input/titanic/train.csv")
titanic["Age"] = titanic["Age"].fillna(-999)
titanic["Embarked"] = titanic["Embarked"].fillna("missing")
titanic["has_cabin"] = titanic["Cabin"].notna().astype(int)
titanic["FarePerHead"] = titanic["Fare"] / (titanic["SibSp"] + titanic["Parch"] + 1)
titanic["Sex"] = titanic["Sex"].map({"male": 0, "female": 1})
titanic = titanic.drop(columns=["Name", "Ticket", "Cabin", "PassengerId"])
titanic = pd.get_dummies(titanic)
titanic["AgeBin"] = pd.cut(titanic["Age"], bins=[-1000, 0, 12, 30, 50, 100], labels=False)

train, valid = train_test_split(titanic, test_size=0.2, random_state=42)
rf = RandomForestClassifier(n_estimators=100, max_depth=6)
rf.fit(train.drop("Survived", axis=1), train["Survived"])
print(rf.score(valid.drop("Survived", axis=1), valid["Survived"]))
