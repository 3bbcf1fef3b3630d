"""Train on the past, judge on new patients of the last months."""

from itertools import pairwise

import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from features import DATA, FEATURES, build

TEST_FROM = pd.Timestamp("2024-05-01")
HORIZON = pd.Timedelta("50D")
"""A stay of up to twenty days, and thirty days of waiting: then the label is known."""
ROLES = ["stay", "patient", "admitted", "predicted_at", "readmitted"]


def pipeline():
    """Return everything that learns, in one object."""
    return make_pipeline(
        SimpleImputer(strategy="median"),
        SelectKBest(k=20),
        StandardScaler(),
        LogisticRegression(C=0.1),
    )


def fit(stays, train_index):
    """Learn from these rows alone; `leakage.fit-scope` calls this."""
    features, target = build(stays)[FEATURES], stays["readmitted"]
    return pipeline().fit(features.loc[train_index], target.loc[train_index])


def folds(x, _target, groups):
    """Yield four steps forward in time, without the patients of the test rows in training."""
    times, patients = pd.to_datetime(x["predicted_at"]), np.asarray(groups)
    cuts = [*times.quantile([0.4, 0.55, 0.7, 0.85]), times.max() + HORIZON]
    for start, end in pairwise(cuts):
        test = ((times >= start) & (times < end)).to_numpy()
        known = (times + HORIZON < times[test].min()).to_numpy()
        yield np.flatnonzero(known & ~np.isin(patients, patients[test])), np.flatnonzero(test)


def cross_validate(x, y):
    """Score each test row by a model that never saw it; `leakage.shuffled-target` calls this."""
    features, scores = build(x)[FEATURES], np.full(len(x), np.nan)
    for train, test in folds(x, y, x["patient"]):
        model = pipeline().fit(features.iloc[train], y.iloc[train])
        scores[test] = model.predict_proba(features.iloc[test])[:, 1]
    return scores


def divide(stays):
    """Return the stays of the past, and later ones of patients who are new by then."""
    times = pd.to_datetime(stays["predicted_at"])
    test = times >= TEST_FROM
    train = times + HORIZON < TEST_FROM
    new = ~stays["patient"].isin(stays.loc[train, "patient"])
    return stays.index[train], stays.index[test & new]


def main():
    stays = pd.read_csv(DATA / "stays.csv")
    features, target = build(stays), stays["readmitted"]
    train, test = divide(stays)
    table = stays[ROLES].join(features)
    table.loc[train].to_csv(DATA / "train.csv", index=False)
    table.loc[test].to_csv(DATA / "test.csv", index=False)
    model = pipeline().fit(features.loc[train, FEATURES], target.loc[train])
    scores = model.predict_proba(features.loc[test, FEATURES])[:, 1]
    print(f"honest: AUC {roc_auc_score(target.loc[test], scores):.2f} on {len(test)} stays")


if __name__ == "__main__":
    main()
