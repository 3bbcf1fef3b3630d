"""Forest cover: xgboost with a test curve printed along the way.

The number of rounds is fixed beforehand (from an older CV run), the eval set
is only there for the learning curve figure.
"""
import json
import numpy as np
import xgboost as xgb
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.datasets import fetch_covtype
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.model_selection import train_test_split

ROUNDS = 400
PARAMS = {"objective": "multi:softmax", "num_class": 7, "eta": 0.2, "max_depth": 8,
          "tree_method": "hist", "eval_metric": "merror", "seed": 0}

cov = fetch_covtype()
X, y = cov.data, cov.target - 1
print(X.shape, np.bincount(y))
print("elevation mean %.1f min %.1f max %.1f" % (X[:, 0].mean(), X[:, 0].min(), X[:, 0].max()))

# hydrology distance
X = np.c_[X, np.hypot(X[:, 3], X[:, 4]), X[:, 0] - X[:, 4]]

X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.3, stratify=y, random_state=6)

dtr = xgb.DMatrix(X_tr, y_tr)
dte = xgb.DMatrix(X_te, y_te)
hist = {}
bst = xgb.train(PARAMS, dtr, ROUNDS, evals=[(dtr, "train"), (dte, "test")],
                evals_result=hist, verbose_eval=50)

plt.plot(hist["train"]["merror"], label="train")
plt.plot(hist["test"]["merror"], label="test")
plt.legend()
plt.savefig("curve.png")

p = bst.predict(dte)
print("acc", accuracy_score(y_te, p))
print(confusion_matrix(y_te, p))
with open("covtype_result.json", "w") as f:
    json.dump({"acc": float(accuracy_score(y_te, p)), "rounds": ROUNDS}, f)
