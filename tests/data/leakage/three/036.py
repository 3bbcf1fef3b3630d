# In[1]:
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold

# In[2]:
data = pd.read_csv("kc_house_data.csv")
data = data.drop(columns=["id", "date"])
data["price"] = np.log1p(data["price"])
data.isnull().sum()

# In[3]:
# some columns of the newer dump are incomplete
for c in ["sqft_basement", "yr_renovated", "sqft_lot15"]:
    data[c] = data[c].fillna(data[c].median())  # leak: L5

data["age"] = 2015 - data["yr_built"]
data["rooms"] = data["bedrooms"] + data["bathrooms"]

# In[4]:
feats = [c for c in data.columns if c != "price"]
X = data[feats].values
y = data["price"].values

params = {
    "objective": "regression",
    "learning_rate": 0.05,
    "num_leaves": 31,
    "feature_fraction": 0.8,
    "verbose": -1,
}

# In[5]:
oof = np.zeros(len(X))
kf = KFold(n_splits=5, shuffle=True, random_state=2019)
for fold, (trn_idx, val_idx) in enumerate(kf.split(X)):
    dtrain = lgb.Dataset(X[trn_idx], label=y[trn_idx])
    booster = lgb.train(params, dtrain, num_boost_round=800)
    oof[val_idx] = booster.predict(X[val_idx])
    print(fold, mean_squared_error(y[val_idx], oof[val_idx]) ** 0.5)

# In[6]:
print("CV RMSE:", mean_squared_error(y, oof) ** 0.5)
