# %%
import numpy as np
import pandas as pd
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import BaggingRegressor
from sklearn.linear_model import ElasticNetCV
from sklearn.model_selection import TimeSeriesSplit, cross_validate
from sklearn.pipeline import Pipeline
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import SplineTransformer, StandardScaler
from sklearn.compose import ColumnTransformer

# %%
vis = (
    pd.read_csv("museum_visits.csv", parse_dates=["day"])
    .sort_values("day")
    .set_index("day")
    .assign(
        dow=lambda d: d.index.dayofweek,
        doy=lambda d: d.index.dayofyear,
        lag7=lambda d: d["visits"].shift(7),
        lag14=lambda d: d["visits"].shift(14),
        avg28=lambda d: d["visits"].shift(7).rolling(28).mean(),
        so_far=lambda d: d["visits"].shift(1).expanding().mean(),
    )
    .iloc[60:]
)
y = vis.pop("visits")

# %%
ct = ColumnTransformer([
    ("season", SplineTransformer(n_knots=8, extrapolation="periodic"), ["doy"]),
    ("num", Pipeline([("imp", SimpleImputer(strategy="median")), ("sc", StandardScaler())]),
     ["lag7", "lag14", "avg28", "so_far", "rain", "temp"]),
    ("dow", "passthrough", ["dow"]),
])
base = TransformedTargetRegressor(ElasticNetCV(cv=3, max_iter=10000), transformer=StandardScaler())
model = Pipeline([("ct", ct), ("bag", BaggingRegressor(base, n_estimators=20, random_state=0))])

# %%
tss = TimeSeriesSplit(n_splits=6, test_size=28)
r = cross_validate(model, vis, y, cv=tss, scoring=["neg_mean_absolute_error", "r2"])
print("MAE", -r["test_neg_mean_absolute_error"], "R2", r["test_r2"])

# %%
model.fit(vis, y)
print("fitted on", len(vis), "days")
