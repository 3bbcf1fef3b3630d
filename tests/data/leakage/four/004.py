import argparse
import pickle
import numpy as np
from sklearn.datasets import fetch_20newsgroups
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import Normalizer
from sklearn.model_selection import train_test_split

CATS = ["rec.autos", "rec.motorcycles", "sci.med", "sci.space", "talk.politics.guns", "comp.graphics"]


def get(subset):
    return fetch_20newsgroups(subset=subset, categories=CATS, remove=("headers", "footers", "quotes"))


class LsaKnn:
    def __init__(self, dim, k):
        self.vec = TfidfVectorizer(min_df=3, max_df=0.5, sublinear_tf=True)
        self.svd = TruncatedSVD(dim, random_state=0)
        self.nrm = Normalizer(copy=False)
        self.knn = KNeighborsClassifier(k, metric="cosine")

    def fit(self, docs, y):
        Z = self.nrm.fit_transform(self.svd.fit_transform(self.vec.fit_transform(docs)))
        self.knn.fit(Z, y)
        return self

    def predict(self, docs):
        return self.knn.predict(self.nrm.transform(self.svd.transform(self.vec.transform(docs))))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--save", default=None)
    args = ap.parse_args()
    tr, te = get("train"), get("test")
    fit_d, val_d, fit_y, val_y = train_test_split(tr.data, tr.target, test_size=0.2, random_state=0)

    table = {}
    for dim in (50, 100, 200):
        for k in (1, 5, 15, 31):
            m = LsaKnn(dim, k).fit(fit_d, fit_y)
            table[dim, k] = accuracy_score(val_y, m.predict(val_d))
            print(dim, k, round(table[dim, k], 4))
    dim, k = max(table, key=table.get)

    final = LsaKnn(dim, k).fit(tr.data, tr.target)
    p = final.predict(te.data)
    print("chosen", dim, k)
    print("test acc", accuracy_score(te.target, p), "macro f1", f1_score(te.target, p, average="macro"))
    if args.save:
        with open(args.save, "wb") as fh:
            pickle.dump(final, fh)


if __name__ == "__main__":
    main()
