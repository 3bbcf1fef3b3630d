import argparse
import logging
from pathlib import Path

import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OrdinalEncoder

logger = logging.getLogger("train")


def read_data(folder: Path):
    tx = pd.read_parquet(folder / "transactions.parquet")
    users = pd.read_parquet(folder / "users.parquet")
    df = tx.merge(users, on="user_id", how="left")
    df["hour"] = df["ts"].dt.hour
    df["night"] = df["hour"].between(0, 5).astype(int)
    df["amount_per_age"] = df["amount"] / (df["account_age_days"] + 1)
    return df.sort_values("ts").reset_index(drop=True)


def train(df, cat_cols, num_cols, rounds, patience):
    n = len(df)
    dev, test = df.iloc[: int(n * 0.8)].copy(), df.iloc[int(n * 0.8):].copy()
    enc = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    dev[cat_cols] = enc.fit_transform(dev[cat_cols].astype(str))
    test[cat_cols] = enc.transform(test[cat_cols].astype(str))

    fit_part, es_part = train_test_split(dev, test_size=0.1, random_state=0, stratify=dev["fraud"])
    cols = cat_cols + num_cols
    clf = xgb.XGBClassifier(
        n_estimators=rounds, learning_rate=0.05, max_depth=7, early_stopping_rounds=patience, eval_metric="aucpr"
    )
    clf.fit(fit_part[cols], fit_part["fraud"], eval_set=[(es_part[cols], es_part["fraud"])], verbose=50)
    p = clf.predict_proba(test[cols])[:, 1]
    logger.info("AUC %.4f AP %.4f", roc_auc_score(test["fraud"], p), average_precision_score(test["fraud"], p))
    return clf


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("folder", type=Path)
    ap.add_argument("--rounds", type=int, default=2000)
    ap.add_argument("--patience", type=int, default=40)
    ns = ap.parse_args()
    logging.basicConfig(level="INFO")
    booster = train(
        read_data(ns.folder),
        ["merchant", "country", "channel"],
        ["amount", "hour", "night", "amount_per_age"],
        ns.rounds,
        ns.patience,
    )
    booster.save_model(ns.folder / "xgb.json")
