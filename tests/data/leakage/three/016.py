"""News topic model, package style."""
from dataclasses import dataclass, field

import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.metrics import accuracy_score
from sklearn.naive_bayes import ComplementNB
from sklearn.preprocessing import MaxAbsScaler


@dataclass
class TopicConfig:
    train_csv: str = "ag_train.csv"
    test_csv: str = "ag_test.csv"
    max_features: int = 50_000
    alpha: float = 0.3
    ngrams: tuple = field(default=(1, 2))


class TopicClassifier:
    def __init__(self, cfg):
        self.cfg = cfg
        self.counts = CountVectorizer(max_features=cfg.max_features, ngram_range=cfg.ngrams)
        self.tfidf = TfidfTransformer(sublinear_tf=True)
        self.nb = ComplementNB(alpha=cfg.alpha)

    @staticmethod
    def read(path):
        df = pd.read_csv(path, names=["cls", "title", "desc"], header=0)
        return (df.title + " " + df.desc).str.lower(), df.cls

    def train(self):
        text, y = self.read(self.cfg.train_csv)
        m = self.counts.fit_transform(text)
        m = self.tfidf.fit_transform(m)
        self.nb.fit(m, y)
        return accuracy_score(y, self.nb.predict(m))

    def test(self):
        text, y = self.read(self.cfg.test_csv)
        m = self.counts.transform(text)
        m = self.tfidf.fit_transform(m)  # leak: L3
        return accuracy_score(y, self.nb.predict(m))


if __name__ == "__main__":
    tc = TopicClassifier(TopicConfig())
    print("train acc", tc.train())
    print("test acc", tc.test())
