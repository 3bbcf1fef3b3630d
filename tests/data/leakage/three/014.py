# %%
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest, mutual_info_classif
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.svm import SVC

# %%
mri = pd.read_csv("radiomics.csv", index_col="patient")
y = LabelEncoder().fit_transform(mri.pop("grade"))
X = mri.to_numpy()
print(X.shape, np.bincount(y))

# %%
pipe = Pipeline(
    [
        ("scale", StandardScaler()),
        ("select", SelectKBest(mutual_info_classif)),
        ("pca", PCA(0.9)),
        ("svc", SVC(class_weight="balanced")),
    ]
)
space = {"select__k": [30, 60, 120], "svc__C": np.logspace(-1, 2, 4), "svc__kernel": ["linear", "rbf"]}
inner = StratifiedKFold(4, shuffle=True, random_state=0)
outer = StratifiedKFold(5, shuffle=True, random_state=1)

# %%
gs = GridSearchCV(pipe, space, cv=inner, scoring="balanced_accuracy", n_jobs=-1)
nested = cross_val_score(gs, X, y, cv=outer, scoring="balanced_accuracy")
print("nested CV: %.3f +- %.3f" % (nested.mean(), nested.std()))

# %% the model that goes to the clinic
gs.fit(X, y)
print(gs.best_params_)
pd.to_pickle(gs.best_estimator_, "grade_model.pkl")
