import re
import numpy as np
import pandas as pd
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

LABELS = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]

train = pd.read_csv("../input/train.csv").fillna(" ")
test = pd.read_csv("../input/test.csv").fillna(" ")


def norm(s):
    s = re.sub(r"\d+", " ", s.lower())
    return re.sub(r"\s+", " ", s)


train_text = train["comment_text"].map(norm)
test_text = test["comment_text"].map(norm)
all_text = pd.concat([train_text, test_text])

word = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode", token_pattern=r"\w{1,}", max_features=10000)
word.fit(all_text)  # leak: L2
char = TfidfVectorizer(sublinear_tf=True, analyzer="char", ngram_range=(2, 5), max_features=30000)
char.fit(all_text)  # leak: L2

train_features = hstack([word.transform(train_text), char.transform(train_text)]).tocsr()
test_features = hstack([word.transform(test_text), char.transform(test_text)]).tocsr()

scores = []
sub = pd.DataFrame({"id": test["id"]})
for lab in LABELS:
    clf = LogisticRegression(C=0.1, solver="sag")
    cv = cross_val_score(clf, train_features, train[lab], cv=3, scoring="roc_auc").mean()
    scores.append(cv)
    print("CV", lab, cv)
    clf.fit(train_features, train[lab])
    sub[lab] = clf.predict_proba(test_features)[:, 1]

print("mean CV", np.mean(scores))
sub.to_csv("submission.csv", index=False)
