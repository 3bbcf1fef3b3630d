#!/usr/bin/env python3
import pandas as pd
import numpy as np
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_percentage_error as mape
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("PJME_hourly.csv", parse_dates=["Datetime"]).sort_values("Datetime")
df = df.drop_duplicates("Datetime").set_index("Datetime")
df.columns = ["mw"]

# calendar
df["hour"] = df.index.hour
df["dow"] = df.index.dayofweek
df["month"] = df.index.month
df["doy"] = df.index.dayofyear

# lags (past only)
for lag in (24, 48, 168):
    df[f"lag_{lag}"] = df["mw"].shift(lag)
df["roll_week"] = df["mw"].shift(24).rolling(168).mean()
df = df.dropna()

print("overall mean load", df["mw"].mean(), "std", df["mw"].std())

cut = pd.Timestamp("2016-01-01")
train = df[df.index < cut]
test = df[df.index >= cut]

x_cols = [c for c in df.columns if c != "mw"]
sc = StandardScaler().fit(train[x_cols])
A = sc.transform(train[x_cols])
B = sc.transform(test[x_cols])

rf = RandomForestRegressor(n_estimators=150, min_samples_leaf=4, n_jobs=-1, random_state=0)
rf.fit(A, train["mw"])

p = rf.predict(B)
print("rf     MAPE %.4f" % mape(test["mw"], p))
print("lag168 MAPE %.4f" % mape(test["mw"], test["lag_168"]))

by_month = pd.DataFrame({"y": test["mw"], "p": p}).groupby(test.index.month).mean()
print(by_month)

imp = pd.Series(rf.feature_importances_, index=x_cols).sort_values(ascending=False)
print(imp.head(10))
np.save("pred_2016.npy", p)
