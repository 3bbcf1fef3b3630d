import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.decomposition import PCA
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = load_breast_cancer(return_X_y=True)
accs = np.zeros(5)
folds = StratifiedKFold(5, shuffle=True, random_state=2)
for f, (ti, vi) in enumerate(folds.split(X, y)):
    scaler, pca = StandardScaler(), PCA(8)
    xt = pca.fit_transform(scaler.fit_transform(X[ti]))
    xv = pca.transform(scaler.transform(X[vi]))
    clf = SVC(gamma="scale").fit(xt, y[ti])
    accs[f] = clf.score(xv, y[vi])
    print(f"fold {f}: {accs[f]:.4f}")
print(accs.mean(), accs.std())
