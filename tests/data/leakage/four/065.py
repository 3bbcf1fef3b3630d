import sys
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score


def ams(s, b):
    br = 10.0
    return np.sqrt(2 * ((s + b + br) * np.log(1.0 + s / (b + br)) - s))


df = pd.read_csv("higgs_training.csv")
df = df.replace(-999.0, np.nan)
y = (df["Label"] == "s").astype(int)
w = df["Weight"]
X = df.drop(columns=["EventId", "Label", "Weight"])

X_train, X_test, y_train, y_test, w_train, w_test = train_test_split(
    X, y, w, test_size=0.25, random_state=100, stratify=y)

dtrain = xgb.DMatrix(X_train, label=y_train, weight=w_train, missing=np.nan)
dtest = xgb.DMatrix(X_test, label=y_test, weight=w_test, missing=np.nan)

param = {
    "objective": "binary:logistic",
    "eta": 0.05,
    "max_depth": 6,
    "subsample": 0.9,
    "scale_pos_weight": w_train[y_train == 0].sum() / w_train[y_train == 1].sum(),
    "eval_metric": "auc",
}
watch = [(dtrain, "train"), (dtest, "eval")]
bst = xgb.train(param, dtrain, 3000, watch, early_stopping_rounds=50, verbose_eval=50)  # leak: L6

p = bst.predict(dtest, iteration_range=(0, bst.best_iteration + 1))
print("auc", roc_auc_score(y_test, p))

# choose the cut with the largest significance
best = (0, 0)
for q in np.arange(0.70, 0.95, 0.01):
    cut = np.quantile(p, q)
    sel = p > cut
    s = w_test[sel & (y_test == 1)].sum()
    b = w_test[sel & (y_test == 0)].sum()
    a = ams(s * 4, b * 4)  # leak: L6
    if a > best[0]:
        best = (a, q)
print("best AMS %.3f at quantile %.2f" % best)
bst.save_model(sys.argv[1] if len(sys.argv) > 1 else "higgs.json")
