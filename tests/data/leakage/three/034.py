# coding: utf-8
# In[1]:
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_log_error
from sklearn.model_selection import KFold

# In[2]:
tr = pd.read_csv("rental_train.csv")
tr["listing_age"] = (pd.Timestamp("2017-06-01") - pd.to_datetime(tr["created"])).dt.days
tr["photos"] = tr["photos"].str.count(",") + 1
y = np.log1p(tr["price"]).values
CATS = ["building", "manager", "street"]
NUMS = ["bathrooms", "bedrooms", "latitude", "longitude", "photos", "listing_age"]


# In[3]:
def smooth_mean(keys, target, w=15):
    m = target.mean()
    agg = target.groupby(keys).agg(["mean", "size"])
    return (agg["mean"] * agg["size"] + m * w) / (agg["size"] + w), m


# In[4]:
oof = np.zeros(len(tr))
for k, (a, b) in enumerate(KFold(5, shuffle=True, random_state=8).split(tr)):
    xa, xb = tr.iloc[a][NUMS].copy(), tr.iloc[b][NUMS].copy()
    ya = pd.Series(y[a], index=xa.index)
    for c in CATS:
        # inner folds for the training rows, all training rows for the held out part
        xa[c] = np.nan
        for i, j in KFold(4, shuffle=True, random_state=k).split(a):
            enc, m = smooth_mean(tr[c].iloc[a].iloc[i], ya.iloc[i])
            xa.iloc[j, xa.columns.get_loc(c)] = tr[c].iloc[a].iloc[j].map(enc).fillna(m).values
        enc, m = smooth_mean(tr[c].iloc[a], ya)
        xb[c] = tr[c].iloc[b].map(enc).fillna(m)
    mdl = lgb.LGBMRegressor(n_estimators=500, learning_rate=0.04, num_leaves=48)
    mdl.fit(xa, ya)
    oof[b] = mdl.predict(xb)
    print("fold", k, np.sqrt(np.mean((oof[b] - y[b]) ** 2)))

# In[5]:
print("RMSLE", np.sqrt(mean_squared_log_error(np.expm1(y), np.expm1(oof).clip(0))))
