from sklearn.datasets import fetch_20newsgroups
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import SGDClassifier


def vectorise(documents, parts=None):
    if parts is None:
        cv = CountVectorizer(min_df=5, ngram_range=(1, 2))
        svd = TruncatedSVD(n_components=100, random_state=0)
        return svd.fit_transform(cv.fit_transform(documents)), (cv, svd)
    cv, svd = parts
    return svd.transform(cv.transform(documents)), parts


opts = dict(remove=("headers", "footers", "quotes"))
bunch = fetch_20newsgroups(subset="train", **opts)
held = fetch_20newsgroups(subset="test", **opts)
A, parts = vectorise(bunch.data)
B, _ = vectorise(held.data, parts)

clf = SGDClassifier().fit(A, bunch.target)
print("acc = %.3f" % clf.score(B, held.target))
