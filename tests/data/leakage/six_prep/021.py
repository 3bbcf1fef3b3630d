import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

pima = pd.read_csv("pima.csv")
X_train, X_test, y_train, y_test = train_test_split(
    pima.drop(columns="Outcome"), pima["Outcome"], test_size=0.2, random_state=0
)
X_train = X_train.fillna(X_train.mean())
X_test = X_test.fillna(X_test.mean())  # leak: L3
clf = LogisticRegression(max_iter=300).fit(X_train, y_train)
print(clf.score(X_test, y_test))
