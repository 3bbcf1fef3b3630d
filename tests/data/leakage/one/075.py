import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from sklearn.tree import DecisionTreeClassifier

tr_df = pd.read_csv("train.csv")
te_df = pd.read_csv("test.csv")


def simplify(d):
    d = d.copy()
    d["Sex"] = (d["Sex"] == "female").astype(int)
    d["Family"] = d["SibSp"] + d["Parch"] + 1
    d["Age"] = d["Age"].fillna(-1)
    d["Fare"] = d["Fare"].fillna(0)
    return d[["Pclass", "Sex", "Age", "Fare", "Family"]]


A = simplify(tr_df)
B = simplify(te_df)
joined = A.append(B)
scaler = MinMaxScaler().fit(joined)  # leak: L2
A_s, B_s = scaler.transform(A), scaler.transform(B)

tree = DecisionTreeClassifier(max_depth=4)
tree.fit(A_s, tr_df["Survived"])
out = pd.DataFrame({"PassengerId": te_df["PassengerId"], "Survived": tree.predict(B_s)})
out.to_csv("gender_tree.csv", index=False)
