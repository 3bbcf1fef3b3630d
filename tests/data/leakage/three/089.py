# In[1]:
import numpy as np
import pandas as pd
from catboost import CatBoostRegressor, Pool
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import GroupKFold

# In[2]:
train = pd.read_csv("../input/train.csv", parse_dates=["first_active_month"])
test = pd.read_csv("../input/test.csv", parse_dates=["first_active_month"])
ref = pd.Timestamp("2018-02-01")

# In[3]:
def build(df):
    df = df.copy()
    df["elapsed"] = (ref - df["first_active_month"]).dt.days
    df["month"] = df["first_active_month"].dt.month
    for c in ("feature_1", "feature_2", "feature_3"):
        df[c] = df[c].astype(str).fillna("na")
    df["f12"] = df["feature_1"] + "_" + df["feature_2"]
    return df.drop(columns=["first_active_month", "card_id"])


full = pd.concat([train.drop(columns="target"), test])
print("unique cards", full.card_id.nunique(), "months", full.first_active_month.nunique())
groups = train["household"]
tgt = train.pop("target")
X, X_sub = build(train), build(test)
cat = ["feature_1", "feature_2", "feature_3", "f12"]

# In[4]:
oof = np.zeros(len(X))
for fold, (a, b) in enumerate(GroupKFold(5).split(X, tgt, groups)):
    m = CatBoostRegressor(iterations=700, learning_rate=0.05, depth=6, loss_function="RMSE", verbose=0)
    m.fit(Pool(X.iloc[a], tgt.iloc[a], cat_features=cat))
    oof[b] = m.predict(X.iloc[b])
print("RMSE", np.sqrt(mean_squared_error(tgt, oof)))

# In[5]:
m = CatBoostRegressor(iterations=850, learning_rate=0.05, depth=6, verbose=0)
m.fit(Pool(X, tgt, cat_features=cat))
sub = pd.read_csv("../input/sample_submission.csv")
sub["target"] = m.predict(X_sub)
sub.to_csv("submission.csv", index=False)
