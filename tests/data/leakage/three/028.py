# %% imports
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

# %% load
d = np.load("eeg_epochs.npz")
features, state = d["psd"].reshape(len(d["psd"]), -1), d["state"]
features = 10 * np.log10(features + 1e-12)

# %% split
train_features, test_features, train_state, test_state = train_test_split(
    features, state, test_size=0.2, random_state=31, stratify=state
)

# %% scale + reduce
scaler = StandardScaler()
train_features = scaler.fit_transform(train_features)
test_features = scaler.fit_transform(test_features)  # leak: L3

pca = PCA(0.95).fit(train_features)
train_features = pca.transform(train_features)
test_features = pca.transform(test_features)
print(train_features.shape)

# %% models
for clf in (LinearDiscriminantAnalysis(), MLPClassifier((64,), max_iter=500, random_state=31)):
    clf.fit(train_features, train_state)
    print(type(clf).__name__, accuracy_score(test_state, clf.predict(test_features)))
