import argparse
import json

import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

CONFIG = {
    "objective": "binary:logistic",
    "eval_metric": "auc",
    "eta": 0.03,
    "max_depth": 5,
    "subsample": 0.8,
    "colsample_bytree": 0.7,
}


def load(path):
    df = pd.read_parquet(path)
    y = df.pop("default")
    df = df.select_dtypes("number")
    return df, y


def train(x_tr, y_tr, x_te, y_te, rounds):
    dtr = xgb.DMatrix(x_tr, label=y_tr)
    dte = xgb.DMatrix(x_te, label=y_te)
    bst = xgb.train(  # leak: L6
        CONFIG,
        dtr,
        num_boost_round=rounds,
        evals=[(dtr, "train"), (dte, "test")],
        early_stopping_rounds=50,
        verbose_eval=100,
    )
    auc = roc_auc_score(y_te, bst.predict(dte, iteration_range=(0, bst.best_iteration + 1)))
    return bst, auc


def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--rounds", type=int, default=5000)
    parser.add_argument("--out", default="model.json")
    opts = parser.parse_args(argv)

    X, y = load(opts.data)
    x_tr, x_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=11, stratify=y)
    bst, auc = train(x_tr, y_tr, x_te, y_te, opts.rounds)
    bst.save_model(opts.out)
    print(json.dumps({"test_auc": float(auc), "rounds": bst.best_iteration}))


if __name__ == "__main__":
    main()
