import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

train_df = pd.read_csv("../input/train.csv")
test_df = pd.read_csv("../input/test.csv")
for d in (train_df, test_df):
    d["log_fare"] = np.log1p(d["fare"])
    d["weekday"] = pd.to_datetime(d["pickup"]).dt.weekday
cols = ["log_fare", "weekday", "passengers", "distance"]

X_tr, X_val, y_tr, y_val = train_test_split(train_df[cols], train_df["tip"], test_size=0.2, random_state=6)
d_train = lgb.Dataset(X_tr, y_tr)
d_valid = lgb.Dataset(X_val, y_val, reference=d_train)
params = {"objective": "regression", "metric": "rmse", "learning_rate": 0.05}
gbm = lgb.train(params, d_train, 5000, valid_sets=[d_valid], callbacks=[lgb.early_stopping(100)])

test_df["tip"] = gbm.predict(test_df[cols], num_iteration=gbm.best_iteration)
test_df[["id", "tip"]].to_csv("submission.csv", index=False)
