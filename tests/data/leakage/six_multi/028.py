# one model by hand, judged once
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.metrics import accuracy_score

df = pd.read_csv("sonar.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("rock", axis=1), df["rock"])


class Nearest:
    def fit(self, X, y):
        self.X, self.y = X, y
        return self

    def predict(self, X):
        near = ((X.values[:, None] - self.X.values[None]) ** 2).sum(-1).argmin(1)
        return self.y.values[near]


ours = Nearest().fit(X_train, y_train)
print("ours", accuracy_score(y_test, ours.predict(X_test)))
theirs = KNeighborsClassifier(1).fit(X_train, y_train)
print("theirs", accuracy_score(y_test, theirs.predict(X_test)))
