from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
import numpy as np

digits = load_digits()
Xtrain, Xtest, ytrain, ytest = train_test_split(
    digits.data / 16.0, digits.target, test_size=0.4, random_state=5
)
reducer = PCA(n_components=30)
Ztrain = reducer.fit_transform(Xtrain)
Ztest = reducer.transform(Xtest)

both = np.vstack((Ztrain, Ztest))
print("projected", both.shape, "range", both.min(), both.max())

knn = KNeighborsClassifier(3)
knn.fit(Ztrain, ytrain)
print("knn accuracy:", knn.score(Ztest, ytest))
