"""Weekly store sales, XGBoost, last 12 weeks are the test period."""
import argparse

import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error
from xgboost import XGBRegressor

LAGS = (1, 2, 4, 52)


def make_features(df):
    df = df.sort_values(["store", "week"])
    for l in LAGS:
        df[f"lag_{l}"] = df.groupby("store")["sales"].shift(l)
    df["roll4"] = df.groupby("store")["sales"].transform(lambda s: s.shift(1).rolling(4).mean())
    df["woy"] = df["week"].dt.isocalendar().week.astype(int)
    return df.dropna(subset=[f"lag_{l}" for l in LAGS])


def fill_exog(df):
    exog = ["temperature", "fuel_price", "cpi", "unemployment"]
    df[exog] = df[exog].fillna(df[exog].mean())  # leak: L5
    return df


def split(df, weeks):
    cut = df["week"].max() - pd.Timedelta(weeks=weeks)
    return df[df.week <= cut], df[df.week > cut]


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--csv", default="sales.csv")
    ap.add_argument("--test-weeks", type=int, default=12)
    a = ap.parse_args()

    frame = pd.read_csv(a.csv, parse_dates=["week"])
    frame = fill_exog(make_features(frame))
    past, future = split(frame, a.test_weeks)

    cols = [c for c in frame.columns if c not in ("sales", "week")]
    model = XGBRegressor(n_estimators=700, max_depth=6, learning_rate=0.04, subsample=0.8)
    model.fit(past[cols], past["sales"])
    yhat = model.predict(future[cols])
    print("MAE", mean_absolute_error(future["sales"], yhat))
    print("WAPE", np.abs(future["sales"] - yhat).sum() / future["sales"].sum())
