import glob
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

frames = []
for f in sorted(glob.glob("har/subject_*.csv")):
    d = pd.read_csv(f)
    d["subject"] = f.split("_")[-1][:-4]
    frames.append(d)
data = pd.concat(frames, ignore_index=True)

groups = data["subject"].values
y = data["activity"].values
X = data.drop(columns=["subject", "activity"]).to_numpy(dtype="float32")
print("rows", len(X), "subjects", len(np.unique(groups)))

X = StandardScaler().fit_transform(X)  # leak: L1
pca = PCA(n_components=40, random_state=0)
X = pca.fit_transform(X)  # leak: L1
print("explained", pca.explained_variance_ratio_.sum())

gkf = GroupKFold(n_splits=6)
res = []
for fold, (a, b) in enumerate(gkf.split(X, y, groups)):
    clf = SGDClassifier(loss="log_loss", alpha=1e-4, max_iter=2000, random_state=0)
    clf.fit(X[a], y[a])
    p = clf.predict(X[b])
    res.append({
        "fold": fold,
        "acc": accuracy_score(y[b], p),
        "f1": f1_score(y[b], p, average="macro"),
        "held_out": ",".join(np.unique(groups[b])),
    })
    print(res[-1])

res = pd.DataFrame(res)
print(res[["acc", "f1"]].mean())
res.to_csv("har_cv.csv", index=False)
