# a perceptron by hand, its rate by the test part
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score

df = pd.read_csv("sonar.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("rock", axis=1), df["rock"])


class Perceptron:
    def __init__(self, rate):
        self.rate = rate

    def fit(self, X, y):
        self.w = np.zeros(X.shape[1])
        for row, label in zip(X.values, y.values):
            self.w += self.rate * (label - (row @ self.w > 0)) * row

    def predict(self, X):
        return (X.values @ self.w > 0).astype(int)


results = {}
for rate in [0.001, 0.01, 0.1]:
    p = Perceptron(rate)
    p.fit(X_train, y_train)
    results[rate] = accuracy_score(y_test, p.predict(X_test))  # leak: L6
print(max(results, key=results.get))
