# %%
import numpy as np
import pandas as pd
from sklearn.impute import KNNImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import PowerTransformer
from xgboost import XGBClassifier
from sklearn.svm import SVC

# %%
water = pd.read_csv("water_potability.csv")
X = water.iloc[:, :-1]
y = water.iloc[:, -1].values
X = X.assign(**{c + "_na": X[c].isna().astype(int) for c in X.columns if X[c].isna().any()})
print(X.mean(), X.std())


# %%
def scale(tr, te):
    imp = KNNImputer(n_neighbors=10)
    tr, te = imp.fit_transform(tr), imp.transform(te)
    pt = PowerTransformer().fit(tr)
    return pt.transform(tr), pt.transform(te)


# %%
oof = {"xgb": np.zeros(len(y)), "svc": np.zeros(len(y))}
for f, (a, b) in enumerate(StratifiedKFold(10, shuffle=True, random_state=1).split(X, y)):
    A, B = scale(X.values[a], X.values[b])
    xgb = XGBClassifier(n_estimators=250, max_depth=4, learning_rate=0.05).fit(A, y[a])
    svc = SVC(probability=True).fit(A, y[a])
    oof["xgb"][b] = xgb.predict_proba(B)[:, 1]
    oof["svc"][b] = svc.predict_proba(B)[:, 1]
    print(f, {k: round(roc_auc_score(y[b], v[b]), 3) for k, v in oof.items()})

# %%
for k, v in oof.items():
    print(k, roc_auc_score(y, v))
print("mean", roc_auc_score(y, (oof["xgb"] + oof["svc"]) / 2))
