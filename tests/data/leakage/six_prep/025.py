import pandas as pd
from sklearn.ensemble import RandomForestClassifier

train = pd.read_csv("../input/titanic/train.csv")
test = pd.read_csv("../input/titanic/test.csv")
typical = train["Age"].median()
for part in (train, test):
    part["Age"] = part["Age"].fillna(typical)
    part["Cabin"] = part["Cabin"].fillna("unknown")
    part["Family"] = part["SibSp"] + part["Parch"]
rf = RandomForestClassifier().fit(train[["Age", "Family"]], train["Survived"])
pd.Series(rf.predict(test[["Age", "Family"]])).to_csv("submission.csv")
