import pandas as pd
from sklearn.ensemble import RandomForestClassifier

train = pd.read_csv("../input/titanic/train.csv")
test = pd.read_csv("../input/titanic/test.csv")

for part in [train, test]:
    part["Age"] = part["Age"].fillna(part["Age"].median())  # leak: L3
    part["Sex"] = part["Sex"].map({"male": 0, "female": 1})

features = ["Age", "Sex", "Pclass"]
rf = RandomForestClassifier().fit(train[features], train["Survived"])
out = pd.DataFrame({"PassengerId": test["PassengerId"], "Survived": rf.predict(test[features])})
out.to_csv("submission.csv", index=False)
