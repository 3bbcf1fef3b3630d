import pandas as pd
import xgboost as xgb
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

clicks = pd.read_csv("clicks.csv", nrows=500_000)
clicks["hour"] = clicks["hour"] % 100

for c in ["site_id", "app_id", "device_model"]:
    ctr = clicks.groupby(c)["click"].mean().rename(c + "_ctr").reset_index()  # leak: L4
    clicks = clicks.merge(ctr, on=c, how="left")
    clicks = clicks.drop(columns=c)

print(clicks.head())
feature_cols = [c for c in clicks.columns if c.endswith("_ctr")] + ["hour", "banner_pos"]

Xtr, Xte, ytr, yte = train_test_split(clicks[feature_cols], clicks["click"], test_size=0.1, random_state=1)
booster = xgb.XGBClassifier(n_estimators=200, max_depth=6)
booster.fit(Xtr, ytr)
print("logloss", log_loss(yte, booster.predict_proba(Xte)))
