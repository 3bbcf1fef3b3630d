import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.svm import SVC

expr = pd.read_csv("expression.tsv", sep="\t", index_col=0).T
meta = pd.read_csv("meta.tsv", sep="\t", index_col=0).loc[expr.index]
group = (meta.status == "tumor").astype(int).to_numpy()

logged = np.log2(expr + 1)

pca = PCA(n_components=20, whiten=True)
comps = pca.fit_transform(logged)  # leak: L1
print(pca.explained_variance_ratio_.cumsum())

skf = StratifiedKFold(n_splits=10, shuffle=True, random_state=7)
for C in (1.0,):
    res = cross_val_score(SVC(C=C), comps, group, cv=skf, scoring="roc_auc")
    print(C, res.mean())
