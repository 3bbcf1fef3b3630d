"""Train, evaluate, refit and export the lead scoring model."""
from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

import joblib
import pandas as pd
from sklearn.base import clone
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RandomizedSearchCV, train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

log = logging.getLogger(__name__)


@dataclass
class Settings:
    source: Path = Path("leads.csv")
    target: str = "converted"
    test_size: float = 0.2
    n_iter: int = 25
    seed: int = 1


def build_pipeline(seed: int) -> Pipeline:
    pre = make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), make_column_selector(dtype_include="number")),
        (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_include=object)),
    )
    return Pipeline([("pre", pre), ("rf", RandomForestClassifier(random_state=seed, n_jobs=-1))])


def run(s: Settings) -> dict:
    leads = pd.read_csv(s.source).drop_duplicates("lead_id").set_index("lead_id")
    y = leads.pop(s.target)
    X_train, X_test, y_train, y_test = train_test_split(
        leads, y, test_size=s.test_size, random_state=s.seed, stratify=y
    )
    rs = RandomizedSearchCV(
        build_pipeline(s.seed),
        {"rf__n_estimators": [200, 400, 800], "rf__max_depth": [5, 10, 20, None], "rf__max_features": [0.1, 0.3, "sqrt"]},
        n_iter=s.n_iter,
        scoring="roc_auc",
        cv=5,
        random_state=s.seed,
    )
    rs.fit(X_train, y_train)
    test_auc = roc_auc_score(y_test, rs.predict_proba(X_test)[:, 1])
    log.info("cv %.4f test %.4f", rs.best_score_, test_auc)

    final = clone(rs.best_estimator_)
    final.fit(leads, y)
    joblib.dump(final, "lead_model.joblib")
    return {"test_auc": test_auc, "settings": {k: str(v) for k, v in asdict(s).items()}}


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    Path("report.json").write_text(json.dumps(run(Settings()), indent=2))
