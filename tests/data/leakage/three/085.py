"""Biased baseline and item-kNN on MovieLens; the last 5 ratings of a user are the test set."""
import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.metrics.pairwise import cosine_similarity


def leave_last(r, n=5):
    r = r.sort_values(["user", "ts"])
    pos = r.groupby("user").cumcount(ascending=False)
    return r[pos >= n], r[pos < n]


class ItemKNN:
    def __init__(self, k=40, shrink=10):
        self.k, self.shrink = k, shrink

    def fit(self, d, n_u, n_i):
        self.mu = d.rating.mean()
        self.bi = np.zeros(n_i)
        s = (d.rating - self.mu).groupby(d.item).agg(["sum", "size"])
        self.bi[s.index] = s["sum"] / (s["size"] + self.shrink)
        res = d.rating - self.mu - self.bi[d.item]
        self.bu = np.zeros(n_u)
        s = res.groupby(d.user).agg(["sum", "size"])
        self.bu[s.index] = s["sum"] / (s["size"] + self.shrink)
        res = res - self.bu[d.user]
        self.R = csr_matrix((res, (d.user, d.item)), shape=(n_u, n_i))
        self.S = cosine_similarity(self.R.T)
        np.fill_diagonal(self.S, 0)
        return self

    def predict_one(self, u, i):
        row = self.R[u]
        sim = self.S[i, row.indices]
        top = np.argsort(-sim)[: self.k]
        w = np.clip(sim[top], 0, None)
        adj = (w @ row.data[top]) / (w.sum() + 1e-9)
        return self.mu + self.bu[u] + self.bi[i] + adj


def main():
    r = pd.read_csv("u.data", sep="\t", names=["user", "item", "rating", "ts"])
    print("global mean rating", r.rating.mean())
    tr, te = leave_last(r)
    knn = ItemKNN().fit(tr, r.user.max() + 1, r.item.max() + 1)
    p = np.array([knn.predict_one(u, i) for u, i in zip(te.user, te.item)])
    print("RMSE", np.sqrt(np.mean((te.rating - p.clip(1, 5)) ** 2)))


if __name__ == "__main__":
    main()
