"""Gait phase classifier, leave one subject out, with a small SGD softmax in numpy."""
import numpy as np
import pandas as pd
from sklearn.model_selection import LeaveOneGroupOut

WIN, STEP = 100, 50


def stats(seg):
    return np.r_[seg.mean(0), seg.std(0), seg.min(0), seg.max(0), np.abs(np.diff(seg, axis=0)).mean(0)]


def segment(rec):
    sig = rec[["ax", "ay", "az", "gx", "gy", "gz"]].values
    for s in range(0, len(sig) - WIN, STEP):
        yield stats(sig[s:s + WIN]), rec["phase"].values[s + WIN // 2], rec["subject"].iloc[0]


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def fit(X, Y, lr=0.1, epochs=300, l2=1e-3):
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(epochs):
        W -= lr * (X.T @ (softmax(X @ W) - Y) / len(X) + l2 * W)
    return W


rows = []
for subject, rec in pd.read_csv("gait.csv").groupby("subject"):
    rows.extend(segment(rec))
features = np.array([r[0] for r in rows])
phase = np.array([r[1] for r in rows])
who = np.array([r[2] for r in rows])
onehot = np.eye(phase.max() + 1)[phase]

mean_all, sd_all = features.mean(0), features.std(0)
print("feature range", (mean_all / sd_all).round(2))

acc = {}
for tr, te in LeaveOneGroupOut().split(features, phase, who):
    m, s = features[tr].mean(0), features[tr].std(0) + 1e-9
    tr_x = np.c_[(features[tr] - m) / s, np.ones(len(tr))]
    te_x = np.c_[(features[te] - m) / s, np.ones(len(te))]
    W = fit(tr_x, onehot[tr])
    acc[who[te][0]] = (np.argmax(te_x @ W, axis=1) == phase[te]).mean()

print(pd.Series(acc).round(3))
print("mean", np.mean(list(acc.values())))
