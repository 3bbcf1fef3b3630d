from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import lightgbm as lgb
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.metrics import roc_auc_score, roc_curve
from scipy.sparse import csr_matrix, hstack


@dataclass
class Record:
    sha: str
    month: str
    imports: list[str]
    sections: dict[str, float]
    strings: str
    label: int


def read(path: Path):
    with path.open() as fh:
        for line in fh:
            d = json.loads(line)
            if d["label"] < 0:
                continue
            yield Record(d["sha256"], d["appeared"], d["imports"], d["sections"], d["strings"], d["label"])


def featurize(recs: list[Record]):
    imp = FeatureHasher(1024, input_type="string").fit_transform([r.imports for r in recs])
    sec = FeatureHasher(64).fit_transform([r.sections for r in recs])
    txt = HashingVectorizer(n_features=4096, analyzer="char", ngram_range=(3, 3)).fit_transform(r.strings for r in recs)
    size = csr_matrix([[np.log1p(len(r.imports)), np.log1p(len(r.strings))] for r in recs])
    return hstack([imp, sec, txt, size]).tocsr()


def dedupe(recs):
    seen = set()
    for r in recs:
        key = hashlib.md5(r.strings.encode()).hexdigest()
        if key not in seen:
            seen.add(key)
            yield r


def main():
    recs = list(dedupe(read(Path("ember.jsonl"))))
    X = featurize(recs)
    y = np.array([r.label for r in recs])
    month = np.array([r.month for r in recs])
    tr, va, te = month < "2018-09", month == "2018-09", month > "2018-09"
    bst = lgb.train({"objective": "binary", "num_leaves": 128, "learning_rate": 0.05},
                    lgb.Dataset(X[tr], y[tr]), 1500,
                    valid_sets=[lgb.Dataset(X[va], y[va])],
                    callbacks=[lgb.early_stopping(50), lgb.log_evaluation(100)])
    p = bst.predict(X[te])
    fpr, tpr, _ = roc_curve(y[te], p)
    print("test auc", roc_auc_score(y[te], p))
    print("tpr@fpr=1%%: %.3f" % tpr[np.searchsorted(fpr, 0.01)])
    bst.save_model("ember.txt")


if __name__ == "__main__":
    main()
