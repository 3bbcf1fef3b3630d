"""Out-of-core training on the click log: chunks of days 1-20 train, days 21-24 test."""
import numpy as np
import pandas as pd
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.preprocessing import StandardScaler
from scipy.sparse import hstack, csr_matrix

CH = 200_000
INT = ["I%d" % i for i in range(1, 14)]
CAT = ["C%d" % i for i in range(1, 27)]

hasher = FeatureHasher(2 ** 20, input_type="string")
scaler = StandardScaler()


def chunks(days):
    for d in days:
        yield from pd.read_csv(f"day_{d:02d}.tsv", sep="\t", names=["click"] + INT + CAT, chunksize=CH)


def numeric(c):
    return np.log1p(c[INT].fillna(0).clip(lower=0).values)


def matrix(c):
    toks = (c[CAT].fillna("") .apply(lambda s: s.name + "=" + s)).values.tolist()
    return hstack([csr_matrix(scaler.transform(numeric(c))), hasher.transform(toks)]).tocsr()


def main():
    train_days, test_days = range(1, 21), range(21, 25)
    for c in chunks(train_days):
        scaler.partial_fit(numeric(c))

    clf = SGDClassifier(loss="log_loss", alpha=1e-7, average=True, random_state=0)
    for k, c in enumerate(chunks(train_days)):
        clf.partial_fit(matrix(c), c["click"], classes=[0, 1])
        if k % 50 == 0:
            print("chunk", k)

    p, t = [], []
    for c in chunks(test_days):
        p.append(clf.predict_proba(matrix(c))[:, 1])
        t.append(c["click"].values)
    p, t = np.concatenate(p), np.concatenate(t)
    print("logloss", log_loss(t, p), "auc", roc_auc_score(t, p))


if __name__ == "__main__":
    main()
