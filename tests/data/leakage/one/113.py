import pandas as pd
import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PowerTransformer

bikes = pd.read_csv("hour.csv").sort_values(["dteday", "hr"])
for lag in (1, 24, 168):
    bikes[f"lag{lag}"] = bikes["cnt"].shift(lag)
bikes["roll24"] = bikes["cnt"].shift(1).rolling(24).mean()
bikes = bikes.dropna().reset_index(drop=True)

use = ["temp", "hum", "windspeed", "lag1", "lag24", "lag168", "roll24"]
pipe = Pipeline([("pt", PowerTransformer()), ("m", Ridge())])
out = []
for tr_idx, te_idx in TimeSeriesSplit(n_splits=6).split(bikes):
    tr, te = bikes.iloc[tr_idx], bikes.iloc[te_idx]
    pipe.fit(tr[use], tr["cnt"])
    out.append(np.abs(pipe.predict(te[use]) - te["cnt"]).mean())
print(out)
