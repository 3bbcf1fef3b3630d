import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, StandardScaler


class Stacker:
    def __init__(self, bases, meta, folds=5, seed=0):
        self.bases, self.meta, self.folds, self.seed = bases, meta, folds, seed

    def fit(self, X, y):
        cv = StratifiedKFold(self.folds, shuffle=True, random_state=self.seed)
        n_cls = len(np.unique(y))
        Z = np.zeros((len(X), n_cls * len(self.bases)))
        for j, base in enumerate(self.bases):
            for a, b in cv.split(X, y):
                Z[b, j * n_cls:(j + 1) * n_cls] = clone(base).fit(X[a], y[a]).predict_proba(X[b])
        self.fitted_ = [clone(b).fit(X, y) for b in self.bases]
        self.meta.fit(Z, y)
        return self

    def predict_proba(self, X):
        return self.meta.predict_proba(np.hstack([b.predict_proba(X) for b in self.fitted_]))


def main():
    otto = pd.read_csv("otto_train.csv").drop(columns="id")
    labels = LabelEncoder().fit_transform(otto.pop("target"))
    data = np.sqrt(otto.to_numpy() + 3 / 8)
    x1, x2, t1, t2 = train_test_split(data, labels, test_size=0.2, stratify=labels, random_state=3)

    bases = [
        LGBMClassifier(n_estimators=300, learning_rate=0.05),
        make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)),
        make_pipeline(StandardScaler(), GaussianNB()),
    ]
    st = Stacker(bases, LogisticRegression(C=0.1, max_iter=1000)).fit(x1, t1)
    for b in st.fitted_:
        print(type(b).__name__, log_loss(t2, b.predict_proba(x2)))
    print("stack", log_loss(t2, st.predict_proba(x2)))


if __name__ == "__main__":
    main()
