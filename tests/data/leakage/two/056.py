import numpy as np

rng = np.random.RandomState(0)


def standardize(train, *others):
    mu, sd = train.mean(axis=0), train.std(axis=0) + 1e-9
    return [(a - mu) / sd for a in (train,) + others]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def fit_logreg(X, y, lr=0.1, n_iter=2000, l2=1e-3):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_iter):
        p = sigmoid(X @ w + b)
        w -= lr * (X.T @ (p - y) / len(y) + l2 * w)
        b -= lr * np.mean(p - y)
    return w, b


raw = np.genfromtxt('sonar.csv', delimiter=',', dtype=str)
X = raw[:, :-1].astype(float)
y = (raw[:, -1] == 'M').astype(int)
print('overall mean', X.mean(), 'std', X.std())

order = rng.permutation(len(X))
folds = np.array_split(order, 5)
acc = []
for i in range(5):
    te = folds[i]
    tr = np.concatenate([folds[j] for j in range(5) if j != i])
    Xtr, Xte = standardize(X[tr], X[te])
    w, b = fit_logreg(Xtr, y[tr])
    acc.append(np.mean((sigmoid(Xte @ w + b) > 0.5) == y[te]))
    print('fold', i, acc[-1])
print('mean accuracy', np.mean(acc))
