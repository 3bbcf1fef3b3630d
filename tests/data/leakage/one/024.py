import pandas as pd
import xgboost as xgb
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

clicks = pd.read_csv("clicks.csv", nrows=500_000)
clicks["hour"] = clicks["hour"] % 100
past, future = train_test_split(clicks, test_size=0.1, shuffle=False)
past, tune = train_test_split(past, test_size=0.5, random_state=1)
base = past["click"].mean()

for c in ["site_id", "app_id", "device_model"]:
    ctr = past.groupby(c)["click"].mean().rename(c + "_ctr").reset_index()
    tune = tune.merge(ctr, on=c, how="left")
    future = future.merge(ctr, on=c, how="left")
    tune[c + "_ctr"] = tune[c + "_ctr"].fillna(base)
    future[c + "_ctr"] = future[c + "_ctr"].fillna(base)

cols = [c for c in tune.columns if c.endswith("_ctr")] + ["hour", "banner_pos"]
booster = xgb.XGBClassifier(n_estimators=200, max_depth=6)
booster.fit(tune[cols], tune["click"])
print("logloss", log_loss(future["click"], booster.predict_proba(future[cols])))
