import numpy as np
from sklearn.model_selection import KFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

spectra = np.load("spectra.npy")
material = np.load("material.npy")

# every spectrum gets its own zero mean / unit variance (SNV)
snv = (spectra - spectra.mean(axis=1, keepdims=True)) / spectra.std(axis=1, keepdims=True)
diff = np.diff(snv, axis=1)
print(diff.shape)


def evaluate(mat, k):
    knn = KNeighborsClassifier(k, metric="cosine")
    cv = KFold(5, shuffle=True, random_state=0)
    return cross_val_score(knn, mat, material, cv=cv).mean()


print("5-NN on derivative spectra:", evaluate(diff, 5))
