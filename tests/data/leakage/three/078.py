"""Intent classification baseline: n-grams and a linear model."""
from collections import Counter

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.metrics import accuracy_score
import numpy as np


def get_corpus(path):
    d = pd.read_csv(path)
    d["utterance"] = d["utterance"].str.lower().str.strip()
    codes = {k: i for i, k in enumerate(sorted(d["intent"].unique()))}
    return d["utterance"].values, d["intent"].map(codes).values, codes


class Baseline:
    def __init__(self, **kw):
        self.vec = TfidfVectorizer(**kw)
        self.clf = LogisticRegression(C=4, max_iter=2000)

    def represent(self, texts):
        if not hasattr(self.vec, "vocabulary_"):
            self.vec.fit(texts)  # leak: L1
        return self.vec.transform(texts)

    def cv(self, texts, y, folds=5):
        M = self.represent(texts)
        acc = []
        for tr, te in KFold(folds, shuffle=True, random_state=0).split(M):
            self.clf.fit(M[tr], y[tr])
            acc.append(accuracy_score(y[te], self.clf.predict(M[te])))
        return np.array(acc)


def main(path="intents.csv"):
    texts, y, codes = get_corpus(path)
    print(len(texts), "utterances,", len(codes), "intents")
    print(Counter(y).most_common(5))
    acc = Baseline(ngram_range=(1, 2), min_df=2).cv(texts, y)
    print("acc %.4f +- %.4f" % (acc.mean(), acc.std()))


if __name__ == "__main__":
    main()
