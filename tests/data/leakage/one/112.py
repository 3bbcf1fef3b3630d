import numpy as np
from sklearn.datasets import fetch_20newsgroups
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import cross_val_score


def build_matrix(documents, n_comp=100):
    cv = CountVectorizer(min_df=5, ngram_range=(1, 2))
    counts = cv.fit_transform(documents)  # leak: L1
    svd = TruncatedSVD(n_components=n_comp, random_state=0)
    return svd.fit_transform(counts)  # leak: L1


def main():
    bunch = fetch_20newsgroups(subset="train", remove=("headers", "footers"))
    features = build_matrix(bunch.data)
    clf = SGDClassifier(loss="log_loss")
    scores = cross_val_score(clf, features, bunch.target, cv=5)
    print("acc = %.3f +- %.3f" % (np.mean(scores), np.std(scores)))


main()
