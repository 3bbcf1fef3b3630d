import pandas as pd
import numpy as np
from sklearn.linear_model import HuberRegressor
from sklearn.model_selection import train_test_split


def prepare(df):
    df = df.copy()
    df["dist"] = np.hypot(df.dropoff_lon - df.pickup_lon, df.dropoff_lat - df.pickup_lat)
    df["hour"] = pd.to_datetime(df.pickup_datetime).dt.hour
    df["dist"] = (df["dist"] - df["dist"].quantile(0.5)) / (df["dist"].quantile(0.75) - df["dist"].quantile(0.25))  # leak: L5
    return df[["dist", "hour", "passengers"]], df["duration"]


taxi = pd.read_csv("taxi.csv")
taxi = taxi[taxi.duration.between(60, 7200)]
feat, dur = prepare(taxi)
f_tr, f_te, d_tr, d_te = train_test_split(feat, dur, test_size=0.2, shuffle=True)
h = HuberRegressor().fit(f_tr, d_tr)
print("R2", h.score(f_te, d_te))
