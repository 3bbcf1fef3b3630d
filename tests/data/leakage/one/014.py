import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

flights = pd.read_feather("flights.feather")
flights["dep_hour"] = flights.dep_time // 100
cols = ["dep_hour", "distance", "month", "day"]
tr, te = train_test_split(flights, test_size=0.25, random_state=6)

params = dict(objective="regression", metric="l2", num_leaves=63, learning_rate=0.05)
d_train = lgb.Dataset(tr[cols], tr["arr_delay"])
d_eval = lgb.Dataset(te[cols], te["arr_delay"], reference=d_train)
gbm = lgb.train(params, d_train, 5000, valid_sets=[d_eval], callbacks=[lgb.early_stopping(100)])  # leak: L6

yhat = gbm.predict(te[cols], num_iteration=gbm.best_iteration)
print("final RMSE:", np.sqrt(np.mean((yhat - te["arr_delay"]) ** 2)))
lgb.plot_importance(gbm)
