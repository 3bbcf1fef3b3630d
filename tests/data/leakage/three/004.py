# %%
import numpy as np
import matplotlib.pyplot as plt
from sklearn.datasets import fetch_olivetti_faces
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC

# %%
faces = fetch_olivetti_faces(shuffle=True, random_state=0)
imgs = faces.images.reshape(len(faces.images), -1)
ids = faces.target
fig, ax = plt.subplots(2, 5)
for a, im in zip(ax.ravel(), faces.images):
    a.imshow(im, cmap="gray")
    a.axis("off")

# %%
pca = PCA(n_components=80, whiten=True, svd_solver="randomized", random_state=0)
projected = pca.fit_transform(imgs)  # leak: L1
plt.plot(np.cumsum(pca.explained_variance_ratio_))

# %%
trainX, testX, trainy, testy = train_test_split(projected, ids, test_size=0.25, stratify=ids, random_state=0)

# %%
gs = GridSearchCV(SVC(), {"C": [1, 10, 100], "gamma": [1e-3, 1e-2, "scale"]}, cv=3)
gs.fit(trainX, trainy)
print(gs.best_params_)
print("accuracy on held out faces:", gs.score(testX, testy))
