import numpy as np
import pandas as pd
from sklearn import preprocessing
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error

power = pd.read_csv("power_consumption.csv", parse_dates=["ts"])
power = power.sort_values("ts").reset_index(drop=True)
power["hour"] = power.ts.dt.hour
power["dow"] = power.ts.dt.dayofweek

cols = ["temp", "humidity", "wind", "hour", "dow"]
for c in cols:
    mm = preprocessing.MinMaxScaler(feature_range=(-1, 1))
    power[c] = mm.fit_transform(power[[c]])  # leak: L1

n = int(len(power) * 0.8)
tr = power.iloc[:n]
te = power.iloc[n:]

gbr = GradientBoostingRegressor(n_estimators=300)
gbr.fit(tr[cols], tr["kwh"])
print("MAE", mean_absolute_error(te["kwh"], gbr.predict(te[cols])))
