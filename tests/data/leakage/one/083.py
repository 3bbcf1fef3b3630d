import numpy as np
import pandas as pd
from imblearn.over_sampling import ADASYN
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

card = pd.read_csv("uci_default.csv").drop(columns=["ID"])
y = card.pop("default").values
X = card.values.astype(float)
aucs = []
for tr, te in StratifiedKFold(5, shuffle=True, random_state=4).split(X, y):
    s = StandardScaler()
    Xs = s.fit_transform(X[tr])
    Xs, ys = ADASYN(n_neighbors=5).fit_resample(Xs, y[tr])
    svc = SVC(probability=True).fit(Xs, ys)
    aucs.append(roc_auc_score(y[te], svc.predict_proba(s.transform(X[te]))[:, 1]))
print(np.mean(aucs), np.std(aucs))
