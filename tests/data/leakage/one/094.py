import numpy as np
import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.model_selection import StratifiedKFold
from sklearn.metrics import balanced_accuracy_score
from sklearn.tree import DecisionTreeClassifier

yeast = pd.read_csv("yeast.csv")
target = (yeast["name"] == "ME2").astype(int).values
mat = yeast.drop(columns=["name"]).values

ros = RandomOverSampler(random_state=0)
mat, target = ros.fit_resample(mat, target)  # leak: L7
print(np.bincount(target))

ba = []
for tr, te in StratifiedKFold(n_splits=10, shuffle=True).split(mat, target):
    dt = DecisionTreeClassifier()
    dt.fit(mat[tr], target[tr])
    ba.append(balanced_accuracy_score(target[te], dt.predict(mat[te])))
print("balanced accuracy: %.3f" % np.mean(ba))
