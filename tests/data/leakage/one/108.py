# %% [markdown]
# Bike demand, time series CV
# %%
import pandas as pd
import numpy as np
from sklearn.model_selection import TimeSeriesSplit
from sklearn.preprocessing import PowerTransformer
from sklearn.linear_model import Lasso

bikes = pd.read_csv("hour.csv").sort_values(["dteday", "hr"])
bikes["lag24"] = bikes["cnt"].shift(24)
bikes["lag168"] = bikes["cnt"].shift(168)
bikes = bikes.dropna()

# %%
use = ["temp", "atemp", "hum", "windspeed", "lag24", "lag168"]
A = bikes[use].to_numpy()
b = bikes["cnt"].to_numpy()
pt = PowerTransformer(method="yeo-johnson")
A_pt = pt.fit_transform(A)  # leak: L1

# %%
cv = TimeSeriesSplit(n_splits=6)
out = []
for tr_idx, te_idx in cv.split(A_pt):
    m = Lasso(alpha=0.1)
    m.fit(A_pt[tr_idx], b[tr_idx])
    out.append(np.abs(m.predict(A_pt[te_idx]) - b[te_idx]).mean())
print(out)
