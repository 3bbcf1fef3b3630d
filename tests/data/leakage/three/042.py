"""Train on hospital A, external validation on hospital B."""
import json
import sys

import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def harmonise(df, site):
    df = df.rename(columns=str.lower)
    if site == "B":
        df["creatinine"] = df["creatinine"] / 88.4
        df["temp"] = (df["temp"] - 32) * 5 / 9
    df["pulse_pressure"] = df["sbp"] - df["dbp"]
    return df.replace({"sex": {"m": "M", "f": "F"}})


def main(cfg_path):
    cfg = json.load(open(cfg_path))
    a = harmonise(pd.read_csv(cfg["site_a"]), "A")
    b = harmonise(pd.read_csv(cfg["site_b"]), "B")
    cohort = pd.concat({"A": a, "B": b}, names=["site"])
    print(cohort.groupby("site")[cfg["numeric"]].agg(["mean", "std"]).T)

    pre = ColumnTransformer(
        [
            ("n", Pipeline([("i", SimpleImputer(strategy="median")), ("s", StandardScaler())]), cfg["numeric"]),
            ("c", OneHotEncoder(handle_unknown="ignore"), cfg["categorical"]),
        ]
    )
    X = pre.fit_transform(cohort.loc["A"])
    model = CalibratedClassifierCV(LogisticRegression(max_iter=2000), cv=5, method="isotonic")
    model.fit(X, cohort.loc["A", "outcome"])

    ext = cohort.loc["B"]
    p = model.predict_proba(pre.transform(ext))[:, 1]
    print("external AUC", roc_auc_score(ext["outcome"], p))
    print("external Brier", brier_score_loss(ext["outcome"], p))


if __name__ == "__main__":
    main(sys.argv[1])
