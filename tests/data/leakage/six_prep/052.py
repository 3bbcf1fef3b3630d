import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

clicks = pd.read_csv("clicks.csv")
share = clicks["site"].value_counts() / len(clicks)  # leak: L5
clicks["site"] = clicks["site"].map(share)
X_train, X_test, y_train, y_test = train_test_split(clicks.drop(columns="bought"), clicks["bought"])
clf = LogisticRegression().fit(X_train, y_train)
print(clf.score(X_test, y_test))
