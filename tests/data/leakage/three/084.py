# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import TimeSeriesSplit

# %%
fx = pd.read_csv("eurusd_h1.csv", parse_dates=["time"], index_col="time")
fx["r1"] = np.log(fx.close).diff()
for k in (3, 6, 12, 24):
    fx[f"mom{k}"] = fx.r1.rolling(k).sum()
    fx[f"vol{k}"] = fx.r1.rolling(k).std()
fx["target"] = (fx.r1.shift(-1) > 0).astype(int)
fx = fx.dropna().iloc[:-1]

# %%
cols = [c for c in fx if c.startswith(("mom", "vol"))]
fx[cols] = (fx[cols] - fx[cols].mean()) / fx[cols].std()  # leak: L5

# %%
accs = []
for i, (a, b) in enumerate(TimeSeriesSplit(n_splits=8).split(fx)):
    lr = LogisticRegression(C=0.01)
    lr.fit(fx[cols].iloc[a], fx.target.iloc[a])
    acc = accuracy_score(fx.target.iloc[b], lr.predict(fx[cols].iloc[b]))
    accs.append(acc)
    print(i, fx.index[b[0]].date(), fx.index[b[-1]].date(), round(acc, 4))
print("mean", np.mean(accs))

# %% share of up hours, for comparison
print("base rate", fx.target.mean())
print("last month", fx.target.iloc[-500:].mean())
