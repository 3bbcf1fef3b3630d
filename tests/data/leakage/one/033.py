import numpy as np
import pandas as pd
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

magic = pd.read_csv("magic04.csv")
magic["class"] = magic["class"].map({"g": 1, "h": 0})
magic = magic.sample(frac=1.0, random_state=0).reset_index(drop=True)
cols = [c for c in magic.columns if c != "class"]
n_tr, n_va = int(0.6 * len(magic)), int(0.8 * len(magic))
tr, va, te = magic[:n_tr], magic[n_tr:n_va], magic[n_va:]

scale = StandardScaler().fit(tr[cols])
best_alpha, best_va = None, -np.inf
for alpha in np.logspace(-5, -1, 9):
    clf = SGDClassifier(alpha=alpha, random_state=0).fit(scale.transform(tr[cols]), tr["class"])
    va_acc = clf.score(scale.transform(va[cols]), va["class"])
    print(f"{alpha:.1e} {va_acc:.4f}")
    if va_acc > best_va:
        best_alpha, best_va = alpha, va_acc

final = SGDClassifier(alpha=best_alpha, random_state=0).fit(scale.transform(tr[cols]), tr["class"])
print("test", final.score(scale.transform(te[cols]), te["class"]))
