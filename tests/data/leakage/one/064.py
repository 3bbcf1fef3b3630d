import numpy as np
from sklearn.datasets import make_classification
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

rng = np.random.RandomState(0)
X, y = make_classification(n_samples=200, n_features=2000, n_informative=10, random_state=rng)
print(X.shape, y.mean())

skb = SelectKBest(score_func=f_classif, k=25)
X_best = skb.fit_transform(X, y)  # leak: L4
kept = skb.get_support(indices=True)
print("kept features:", kept)

lr = LogisticRegression(max_iter=1000)
scores = cross_val_score(lr, X_best, y, cv=10)
print("10-fold acc: %.3f (+/- %.3f)" % (scores.mean(), scores.std()))
