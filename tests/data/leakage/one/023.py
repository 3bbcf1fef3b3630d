import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

yeast = pd.read_csv("yeast.csv")
target = (yeast["name"] == "ME2").astype(int)
X = yeast.drop(columns=["name"])

model = Pipeline([
    ("scale", StandardScaler()),
    ("over", SMOTE(k_neighbors=3, random_state=0)),
    ("tree", DecisionTreeClassifier(max_depth=6)),
])
cv = StratifiedKFold(n_splits=10, shuffle=True, random_state=0)
for metric in ("roc_auc", "balanced_accuracy"):
    print(metric, cross_val_score(model, X, target, cv=cv, scoring=metric).mean())
