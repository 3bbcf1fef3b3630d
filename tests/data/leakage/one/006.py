import pandas as pd
from sklearn import preprocessing
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error

power = pd.read_csv("power_consumption.csv", parse_dates=["ts"]).sort_values("ts")
power["hour"] = power.ts.dt.hour
n = int(len(power) * 0.8)
tr = power.iloc[:n].copy()
te = power.iloc[n:].copy()

cols = ["temp", "humidity", "wind", "hour"]
scalers = {}
for c in cols:
    scalers[c] = preprocessing.MinMaxScaler()
    tr[c] = scalers[c].fit_transform(tr[[c]])
for c, mm in scalers.items():
    te[c] = mm.transform(te[[c]])

gbr = GradientBoostingRegressor(n_estimators=300)
gbr.fit(tr[cols], tr["kwh"])
print("MAE", mean_absolute_error(te["kwh"], gbr.predict(te[cols])))
