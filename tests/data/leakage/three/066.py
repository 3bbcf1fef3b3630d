# In[1]:
import lightgbm as lgb
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error

# In[2]:
load = pd.read_csv("grid_load.csv", parse_dates=["ts"]).sort_values("ts")
load["hour"] = load.ts.dt.hour
load["dow"] = load.ts.dt.dayofweek
load["yday"] = load.ts.dt.dayofyear
load["l24"] = load["mw"].shift(24)
load["l168"] = load["mw"].shift(168)
load["r168"] = load["mw"].shift(24).rolling(168).mean()
load = load.dropna()

# In[3]:
cut = pd.Timestamp("2019-01-01")
past, future = load[load.ts < cut], load[load.ts >= cut]
fs = ["hour", "dow", "yday", "temp", "l24", "l168", "r168"]

# In[4]:
dtrain = lgb.Dataset(past[fs], past["mw"])
dtest = lgb.Dataset(future[fs], future["mw"], reference=dtrain)
curves = {}
bst = lgb.train(
    {"objective": "mae", "learning_rate": 0.05, "num_leaves": 63, "verbose": -1},
    dtrain,
    num_boost_round=500,
    valid_sets=[dtrain, dtest],
    valid_names=["train", "test"],
    callbacks=[lgb.record_evaluation(curves), lgb.log_evaluation(50)],
)
lgb.plot_metric(curves)
plt.show()

# In[5]:
naive = future["l168"]
print("naive MAE", mean_absolute_error(future["mw"], naive))
print("model MAE", mean_absolute_error(future["mw"], bst.predict(future[fs])))
