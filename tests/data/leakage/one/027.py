import pandas as pd
import numpy as np
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import cross_val_score

names = ["id", "RI", "Na", "Mg", "Al", "Si", "K", "Ca", "Ba", "Fe", "type"]
glass = pd.read_csv("glass.data", header=None, names=names, index_col="id")

kind = glass["type"].values
glass.drop("type", axis=1, inplace=True)
print(glass.describe().T)

glass_n = (glass - glass.mean()) / glass.std()  # leak: L5

for k in [5]:
    knn = KNeighborsClassifier(n_neighbors=k, weights="distance")
    cv = cross_val_score(knn, glass_n, kind, cv=5)
    print(k, np.round(cv, 3), cv.mean())
