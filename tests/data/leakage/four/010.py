"""CRF tagger for addresses. Token features only; nothing is fitted except the CRF."""
import random
import sys
from collections import Counter

import sklearn_crfsuite
from sklearn_crfsuite import metrics


def read(path):
    sent, out = [], []
    for line in open(path, encoding="utf8"):
        line = line.strip()
        if not line:
            if sent:
                out.append(sent)
            sent = []
        else:
            tok, tag = line.split("\t")
            sent.append((tok, tag))
    if sent:
        out.append(sent)
    return out


def shape(w):
    return "".join("X" if c.isupper() else "x" if c.islower() else "9" if c.isdigit() else c for c in w)[:6]


def feats(sent, i, vocab):
    w = sent[i][0]
    f = {"b": 1.0, "low": w.lower() if w.lower() in vocab else "<rare>", "shape": shape(w),
         "suf": w[-3:], "num": w.isdigit(), "first": i == 0, "last": i == len(sent) - 1}
    if i:
        f["-1"] = shape(sent[i - 1][0])
    if i < len(sent) - 1:
        f["+1"] = shape(sent[i + 1][0])
    return f


data = read(sys.argv[1] if len(sys.argv) > 1 else "addresses.conll")
print(Counter(t for s in data for _, t in s))
random.Random(4).shuffle(data)
n = len(data)
train, dev, test = data[:int(.7 * n)], data[int(.7 * n):int(.85 * n)], data[int(.85 * n):]

counts = Counter(w.lower() for s in train for w, _ in s)
vocab = {w for w, c in counts.items() if c >= 3}
prep = lambda part: ([[feats(s, i, vocab) for i in range(len(s))] for s in part], [[t for _, t in s] for s in part])
Xtr, ytr = prep(train)
Xdv, ydv = prep(dev)
Xte, yte = prep(test)

best = None
for c1 in (0.01, 0.1, 0.5):
    for c2 in (0.01, 0.1):
        crf = sklearn_crfsuite.CRF(algorithm="lbfgs", c1=c1, c2=c2, max_iterations=100)
        crf.fit(Xtr, ytr)
        f1 = metrics.flat_f1_score(ydv, crf.predict(Xdv), average="weighted")
        print(c1, c2, round(f1, 4))
        if best is None or f1 > best[0]:
            best = (f1, crf)

labels = sorted({t for s in ytr for t in s} - {"O"})
print(metrics.flat_classification_report(yte, best[1].predict(Xte), labels=labels, digits=3))
