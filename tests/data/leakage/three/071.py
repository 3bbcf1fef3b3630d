import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_recall_curve, classification_report
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

CONFIG = {"file": "icu.csv", "label": "died", "test_size": 0.25, "seed": 314}


def load(cfg):
    d = pd.read_csv(cfg["file"])
    d = d.dropna(axis=0, thresh=10)
    d["shock_index"] = d["hr"] / d["sbp"]
    d = d.fillna(-1)
    return d.drop(columns=cfg["label"]), d[cfg["label"]]


def pick_threshold(y, p):
    pr, rc, th = precision_recall_curve(y, p)
    f1 = 2 * pr * rc / np.maximum(pr + rc, 1e-12)
    return th[np.argmax(f1[:-1])]


if __name__ == "__main__":
    X, y = load(CONFIG)
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=CONFIG["test_size"], random_state=CONFIG["seed"], stratify=y
    )
    est = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000, class_weight="balanced"))
    folds = StratifiedKFold(5, shuffle=True, random_state=CONFIG["seed"])
    p_oof = cross_val_predict(est, X_train, y_train, cv=folds, method="predict_proba")[:, 1]
    thr = pick_threshold(y_train, p_oof)

    est.fit(X_train, y_train)
    p_test = est.predict_proba(X_test)[:, 1]
    print("thr", thr, "F1", f1_score(y_test, p_test >= thr))
    print(classification_report(y_test, p_test >= thr))
