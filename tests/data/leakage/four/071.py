# soil moisture from weather stations; leave-one-station-out
import json
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, WhiteKernel
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import LeaveOneGroupOut
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import QuantileTransformer, StandardScaler

obs = pd.read_csv("stations.csv", parse_dates=["time"])
obs["doy_s"] = np.sin(2 * np.pi * obs["time"].dt.dayofyear / 365.25)
obs["doy_c"] = np.cos(2 * np.pi * obs["time"].dt.dayofyear / 365.25)
obs = obs.sort_values(["station", "time"])
obs["rain_7d"] = obs.groupby("station")["rain"].transform(lambda s: s.rolling(7, min_periods=1).sum())
obs["temp_3d"] = obs.groupby("station")["temp"].transform(lambda s: s.rolling(3, min_periods=1).mean())
# sensors give -99 when they are off
obs = obs.replace(-99, np.nan).dropna(subset=["sm_10cm"])
obs = obs[obs["sm_10cm"].between(0, 0.6)]

FEATS = ["rain", "rain_7d", "temp", "temp_3d", "rh", "wind", "clay", "sand", "doy_s", "doy_c"]
X, y, g = obs[FEATS], obs["sm_10cm"], obs["station"]
print(obs.groupby("station")["sm_10cm"].agg(["mean", "std", "count"]))

MODELS = {
    "rf": Pipeline([("imp", SimpleImputer(strategy="mean")),
                    ("rf", RandomForestRegressor(200, min_samples_leaf=5, n_jobs=-1, random_state=0))]),
    "gp": Pipeline([("imp", SimpleImputer(strategy="mean")),
                    ("qt", QuantileTransformer(output_distribution="normal", n_quantiles=200)),
                    ("sc", StandardScaler()),
                    ("gp", GaussianProcessRegressor(RBF() + WhiteKernel(), normalize_y=True))]),
}

out = {}
for name, pipe in MODELS.items():
    err = {}
    for a, b in LeaveOneGroupOut().split(X, y, g):
        if name == "gp":
            a = np.random.default_rng(0).choice(a, size=min(1500, len(a)), replace=False)
        pipe.fit(X.iloc[a], y.iloc[a])
        p = pipe.predict(X.iloc[b])
        err[g.iloc[b].iloc[0]] = float(mean_squared_error(y.iloc[b], p) ** 0.5)
    out[name] = err
    print(name, "mean RMSE", np.mean(list(err.values())))

with open("loso.json", "w") as f:
    json.dump(out, f, indent=1)
