# %%
import pandas as pd
import numpy as np
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.experimental import enable_iterative_imputer
from sklearn.impute import IterativeImputer
from sklearn.model_selection import train_test_split
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier

# %%
ckd = pd.read_csv('kidney_disease.csv', na_values=['\t?', '?'])
ckd['classification'] = ckd['classification'].str.strip().map({'ckd': 1, 'notckd': 0})
ckd = ckd.dropna(subset=['classification'])

# %%
yn = {'yes': 1, 'no': 0, 'normal': 0, 'abnormal': 1, 'present': 1, 'notpresent': 0, 'good': 0, 'poor': 1}
for c in ckd.columns:
    if ckd[c].dtype == object and c != 'classification':
        ckd[c] = ckd[c].astype(str).str.strip().map(lambda v: yn.get(v, v))
        ckd[c] = pd.to_numeric(ckd[c], errors='coerce')

# %%
X = ckd.drop(['id', 'classification'], axis=1)
y = ckd['classification'].astype(int)
print(X.isna().mean().sort_values())

# %%
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.3, random_state=21, stratify=y)

# %%
for imp in (SimpleImputer(strategy='mean'), KNNImputer(), IterativeImputer(max_iter=20, random_state=0)):
    A = imp.fit_transform(X_tr)
    B = imp.transform(X_te)
    rf = RandomForestClassifier(random_state=0).fit(A, y_tr)
    print(type(imp).__name__, rf.score(B, y_te))

# %%
# this one takes NaN directly
h = HistGradientBoostingClassifier().fit(X_tr, y_tr)
print('hist', h.score(X_te, y_te))
