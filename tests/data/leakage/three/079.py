# %%
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %%
expr = pd.read_csv("expression_matrix.tsv", sep="\t", index_col=0).T
meta = pd.read_csv("samples.tsv", sep="\t", index_col=0).loc[expr.index]
print(expr.shape)

expr = np.log2(expr + 1)
target = (meta["response"] == "responder").astype(int).values

# %%
# keep the 200 most informative genes
kbest = SelectKBest(f_classif, k=200)
Xs = kbest.fit_transform(expr.values, target)  # leak: L4
genes = expr.columns[kbest.get_support()]
genes[:10]

# %%
skf = StratifiedKFold(n_splits=5, shuffle=True, random_state=13)
aucs, baccs = [], []
for tr, te in skf.split(Xs, target):
    pipe = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, penalty="l2", max_iter=2000))
    pipe.fit(Xs[tr], target[tr])
    prob = pipe.predict_proba(Xs[te])[:, 1]
    aucs.append(roc_auc_score(target[te], prob))
    baccs.append(balanced_accuracy_score(target[te], prob > 0.5))

# %%
print("AUC  %.3f (%.3f)" % (np.mean(aucs), np.std(aucs)))
print("BACC %.3f (%.3f)" % (np.mean(baccs), np.std(baccs)))
