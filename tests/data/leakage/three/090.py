# %%
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import Binarizer, Normalizer
from sklearn.svm import SVC

# %%
digits = load_digits()
X, y = digits.data, digits.target
plt.matshow(digits.images[3], cmap="gray_r")

# %%
# every picture to unit length, so that pen pressure does not matter
X_norm = Normalizer(norm="l2").fit_transform(X)
X_bin = Binarizer(threshold=7).fit_transform(X)
inputs = np.hstack([X_norm, X_bin])

# %%
x_tr, x_te, y_tr, y_te = train_test_split(inputs, y, test_size=0.5, shuffle=False)

# %%
for clf in (KNeighborsClassifier(5), SVC(gamma=0.05, C=5)):
    clf.fit(x_tr, y_tr)
    print(clf, "%.4f" % clf.score(x_te, y_te))

# %% a few mistakes of the SVC
guess = clf.predict(x_te)
wrong = np.flatnonzero(guess != y_te)
print(len(wrong), "wrong")
for w in wrong[:10]:
    print(w, "is", y_te[w], "called", guess[w])
