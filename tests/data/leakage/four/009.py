"""churn model trainer: config driven"""
import argparse
import json
from pathlib import Path

import joblib
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RandomizedSearchCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


class RareGrouper(BaseEstimator, TransformerMixin):
    def __init__(self, min_share=0.01):
        self.min_share = min_share

    def fit(self, X, y=None):
        X = pd.DataFrame(X)
        self.keep_ = {}
        for c in X.columns:
            vc = X[c].value_counts(normalize=True)
            self.keep_[c] = set(vc[vc >= self.min_share].index)
        return self

    def transform(self, X):
        X = pd.DataFrame(X).copy()
        for c in X.columns:
            X[c] = X[c].where(X[c].isin(self.keep_[c]), "other")
        return X


def make_model(num, cat):
    n = Pipeline([("imp", SimpleImputer(strategy="median")), ("sc", StandardScaler())])
    c = Pipeline([("imp", SimpleImputer(strategy="constant", fill_value="na")),
                  ("rare", RareGrouper()),
                  ("oh", OneHotEncoder(handle_unknown="ignore"))])
    return Pipeline([("prep", ColumnTransformer([("n", n, num), ("c", c, cat)])),
                     ("gb", GradientBoostingClassifier())])


def run(cfg):
    df = pd.read_parquet(cfg["data"])
    df = df.dropna(subset=[cfg["target"]])
    y = df.pop(cfg["target"]).astype(int)
    X = df[cfg["num"] + cfg["cat"]]
    X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=cfg["seed"])
    space = {"gb__n_estimators": [100, 200, 400], "gb__max_depth": [2, 3, 4],
             "gb__learning_rate": [0.02, 0.05, 0.1], "prep__c__rare__min_share": [0.005, 0.02]}
    rs = RandomizedSearchCV(make_model(cfg["num"], cfg["cat"]), space, n_iter=15,
                            scoring="roc_auc", cv=4, random_state=cfg["seed"])
    rs.fit(X_tr, y_tr)
    auc = roc_auc_score(y_te, rs.predict_proba(X_te)[:, 1])
    out = Path(cfg["out"])
    out.mkdir(exist_ok=True)
    (out / "metrics.json").write_text(json.dumps({"auc": auc, "params": rs.best_params_}))
    # production model sees everything
    final = rs.best_estimator_.fit(X, y)
    joblib.dump(final, out / "model.joblib")


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("config")
    run(json.loads(Path(p.parse_args().config).read_text()))
