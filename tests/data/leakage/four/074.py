"""Biased matrix factorisation in plain numpy on ml-100k"""
import numpy as np
import pandas as pd

SEED, K, LR, REG, EPOCHS = 4, 20, 0.01, 0.05, 30
rng = np.random.default_rng(SEED)

r = pd.read_csv("u.data", sep="\t", names=["u", "i", "r", "t"]).sort_values("t")
r["u"] -= 1
r["i"] -= 1
nu, ni = r["u"].max() + 1, r["i"].max() + 1
print("users", nu, "items", ni, "global mean of all ratings", r["r"].mean())

n = len(r)
train = r.iloc[: int(0.8 * n)]
val = r.iloc[int(0.8 * n): int(0.9 * n)]
test = r.iloc[int(0.9 * n):]


class MF:
    def __init__(self, mu, k):
        self.mu = mu
        self.bu, self.bi = np.zeros(nu), np.zeros(ni)
        self.P = rng.normal(0, 0.1, (nu, k))
        self.Q = rng.normal(0, 0.1, (ni, k))

    def predict(self, d):
        u, i = d["u"].values, d["i"].values
        out = self.mu + self.bu[u] + self.bi[i] + (self.P[u] * self.Q[i]).sum(1)
        return np.clip(out, 1, 5)

    def epoch(self, d, reg):
        arr = d[["u", "i", "r"]].values
        rng.shuffle(arr)
        for u, i, y in arr:
            e = y - (self.mu + self.bu[u] + self.bi[i] + self.P[u] @ self.Q[i])
            self.bu[u] += LR * (e - reg * self.bu[u])
            self.bi[i] += LR * (e - reg * self.bi[i])
            pu = self.P[u].copy()
            self.P[u] += LR * (e * self.Q[i] - reg * pu)
            self.Q[i] += LR * (e * pu - reg * self.Q[i])


def rmse(m, d):
    return np.sqrt(np.mean((m.predict(d) - d["r"].values) ** 2))


best = (9, None)
for reg in (0.02, 0.05, 0.1):
    for k in (10, 20):
        m = MF(train["r"].mean(), k)
        for _ in range(EPOCHS):
            m.epoch(train, reg)
        v = rmse(m, val)
        print("reg", reg, "k", k, "val", round(v, 4))
        if v < best[0]:
            best = (v, m)

print("test rmse", rmse(best[1], test))
base = train.groupby("i")["r"].mean()
pb = test["i"].map(base).fillna(train["r"].mean())
print("item mean rmse", np.sqrt(np.mean((pb - test["r"]) ** 2)))
