import csv
import random

import numpy as np

random.seed(3)
np.random.seed(3)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


class MLP:
    def __init__(self, n_in, n_hid, lr=0.1):
        self.W1 = np.random.randn(n_in, n_hid) * 0.1
        self.W2 = np.random.randn(n_hid, 1) * 0.1
        self.lr = lr

    def forward(self, X):
        self.h = sigmoid(X @ self.W1)
        return sigmoid(self.h @ self.W2)

    def step(self, X, y):
        o = self.forward(X)
        d2 = o - y
        d1 = d2 @ self.W2.T * self.h * (1 - self.h)
        self.W2 -= self.lr * self.h.T @ d2 / len(X)
        self.W1 -= self.lr * X.T @ d1 / len(X)
        return float(np.mean(d2 ** 2))


rows = []
with open("banknote.csv") as f:
    for r in csv.reader(f):
        if r:
            rows.append([float(v) for v in r])
random.shuffle(rows)
data = np.array(rows)
X, y = data[:, :-1], data[:, -1:]

# normalise to 0..1
X = (X - X.min(axis=0)) / (X.max(axis=0) - X.min(axis=0))  # leak: L5

k = int(0.75 * len(X))
Xtr, Xte, ytr, yte = X[:k], X[k:], y[:k], y[k:]

net = MLP(X.shape[1], 6)
for epoch in range(5000):
    e = net.step(Xtr, ytr)
    if epoch % 500 == 0:
        print(epoch, round(e, 5))

acc = np.mean((net.forward(Xte) > 0.5) == yte)
print("accuracy on held out rows: %.3f" % acc)
