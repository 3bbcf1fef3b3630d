import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.impute import KNNImputer
from sklearn.metrics import r2_score

frames = {
    "train": pd.read_parquet("sensors_2021.parquet"),
    "test": pd.read_parquet("sensors_2022.parquet"),
}
sensor_cols = [c for c in frames["train"].columns if c.startswith("s_")]
imputer = KNNImputer().fit(frames["train"][sensor_cols])

for name in frames:
    frames[name] = frames[name].dropna(subset=["rul"])
    frames[name][sensor_cols] = imputer.transform(frames[name][sensor_cols])
    print(name, frames[name].shape)

reg = HistGradientBoostingRegressor()
reg.fit(frames["train"][sensor_cols], frames["train"]["rul"])
print("R2 on 2022:", r2_score(frames["test"]["rul"], reg.predict(frames["test"][sensor_cols])))
