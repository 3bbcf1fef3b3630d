# networks written by hand
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score

df = pd.read_csv("digits.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("digit", axis=1), df["digit"])


class Net:
    def __init__(self, hidden, rate=0.1):
        self.hidden, self.rate = hidden, rate

    def fit(self, X, y, rounds=100):
        self.W = np.random.randn(X.shape[1], self.hidden)
        for _ in range(rounds):
            self.W -= self.rate * X.T @ (X @ self.W)
        return self

    def predict(self, X):
        return np.argmax(X @ self.W, axis=1)


small = Net(8).fit(X_train, y_train)
print(accuracy_score(y_test, small.predict(X_test)))
wide = Net(64).fit(X_train, y_train)
print(accuracy_score(y_test, wide.predict(X_test)))
slow = Net(64, rate=0.01).fit(X_train, y_train)
print(accuracy_score(y_test, slow.predict(X_test)))  # leak: L8
