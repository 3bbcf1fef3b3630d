# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectFromModel
from sklearn.metrics import f1_score
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

rng = np.random.RandomState(50)

# %%
obs = pd.read_csv("crop_spectra.csv")
fields = obs["field_id"].unique()
rng.shuffle(fields)
n = len(fields)
assign = {"train": fields[: int(0.6 * n)], "valid": fields[int(0.6 * n): int(0.8 * n)], "test": fields[int(0.8 * n):]}
parts = {k: obs[obs["field_id"].isin(v)] for k, v in assign.items()}
print({k: len(v) for k, v in parts.items()})

# %%
bands = [c for c in obs if c.startswith("b")]
Xs = {k: v[bands].to_numpy() for k, v in parts.items()}
ys = {k: v["crop"].to_numpy() for k, v in parts.items()}
for k in Xs:
    ndvi = (Xs[k][:, 7] - Xs[k][:, 3]) / (Xs[k][:, 7] + Xs[k][:, 3] + 1e-9)
    Xs[k] = np.c_[Xs[k], ndvi]

# %%
sc = StandardScaler().fit(Xs["train"])
sel = SelectFromModel(RandomForestClassifier(200, random_state=0)).fit(sc.transform(Xs["train"]), ys["train"])
Xs = {k: sel.transform(sc.transform(v)) for k, v in Xs.items()}

# %%
cands = [LogisticRegression(C=c, max_iter=3000) for c in (0.01, 0.1, 1)] + [KNeighborsClassifier(k) for k in (3, 9)]
scores = [f1_score(ys["valid"], c.fit(Xs["train"], ys["train"]).predict(Xs["valid"]), average="macro") for c in cands]
winner = cands[int(np.argmax(scores))]
print(winner, max(scores))
print("test F1", f1_score(ys["test"], winner.predict(Xs["test"]), average="macro"))
