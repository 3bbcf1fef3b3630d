"""Sentiment of headlines with hashed features."""
import re

import numpy as np
import pandas as pd
from scipy.sparse import hstack, csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import PassiveAggressiveClassifier, SGDClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder


def strip(s):
    return re.sub(r"[^a-z\s]", " ", s.lower())


head = pd.read_csv("headlines.csv")
head["text"] = head["text"].map(strip)
head["n_words"] = head["text"].str.split().str.len()

le = LabelEncoder()
labels = le.fit_transform(head["sentiment"])
print(dict(zip(le.classes_, np.bincount(labels))))

hv = HashingVectorizer(n_features=2 ** 18, ngram_range=(1, 2), alternate_sign=False)
feats = hv.fit_transform(head["text"])
feats = hstack([feats, csr_matrix(np.log1p(head[["n_words"]].values))]).tocsr()

idx = np.arange(len(head))
tr, te = train_test_split(idx, test_size=0.2, random_state=55, stratify=labels)

for est in [SGDClassifier(alpha=1e-6), PassiveAggressiveClassifier(C=0.01)]:
    est.fit(feats[tr], labels[tr])
    print(est.__class__.__name__, f1_score(labels[te], est.predict(feats[te]), average="macro"))
