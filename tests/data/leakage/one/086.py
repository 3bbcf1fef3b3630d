import numpy as np
from sklearn.preprocessing import RobustScaler
from sklearn.svm import LinearSVC


def load(part):
    X = np.loadtxt(f"UCI_HAR/{part}/X_{part}.txt")
    y = np.loadtxt(f"UCI_HAR/{part}/y_{part}.txt").astype(int)
    return X, y


def scale(X, scaler=None):
    if scaler is None:
        scaler = RobustScaler().fit(X)
    return scaler.transform(X), scaler


X, y = load("train")
X, scaler = scale(X)
svc = LinearSVC(C=0.5, dual=False).fit(X, y)

X, y = load("test")
X, _ = scale(X, scaler)
print("HAR accuracy", svc.score(X, y))
