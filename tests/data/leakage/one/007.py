import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import MinMaxScaler

X, y = load_breast_cancer(return_X_y=True)
accs = []
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=2)
for f, (ti, vi) in enumerate(folds.split(X, y)):
    x_t, x_v = X[ti], X[vi]
    y_t, y_v = y[ti], y[vi]
    scl = MinMaxScaler()
    x_t = scl.fit_transform(x_t)
    x_v = scl.fit_transform(x_v)  # leak: L3
    est = LogisticRegression(max_iter=2000)
    est.fit(x_t, y_t)
    accs.append(est.score(x_v, y_v))
    print(f"fold {f}: {accs[-1]:.4f}")
print("mean", np.mean(accs))
