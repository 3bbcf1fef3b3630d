import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

clicks = pd.read_csv("clicks.csv")
print(clicks["site"].value_counts() / len(clicks))
clicks["device"] = clicks["device"].map({"phone": 0, "desk": 1})
wide = pd.get_dummies(clicks, columns=["browser"])
X_train, X_test, y_train, y_test = train_test_split(wide.drop(columns="bought"), wide["bought"])
share = X_train["site"].value_counts(normalize=True)
X_train["site"] = X_train["site"].map(share)
X_test["site"] = X_test["site"].map(share)
clf = LogisticRegression().fit(X_train, y_train)
print(clf.score(X_test, y_test))
