import numpy as np
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

digits = load_digits()
Xtrain, Xtest, ytrain, ytest = train_test_split(
    digits.data / 16.0, digits.target, test_size=0.4, random_state=5
)

both = np.vstack((Xtrain, Xtest))
reducer = PCA(n_components=30)
reducer.fit(both)  # leak: L2
print(reducer.explained_variance_ratio_.sum())

Ztrain = reducer.transform(Xtrain)
Ztest = reducer.transform(Xtest)

knn = KNeighborsClassifier(3)
knn.fit(Ztrain, ytrain)
print("knn accuracy:", knn.score(Ztest, ytest))
