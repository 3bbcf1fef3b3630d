import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import QuantileTransformer


def load_parts(path, frac=0.3):
    w = pd.read_csv(path, sep=";").drop_duplicates()
    good = np.where(w.quality >= 6, 1, 0)
    return train_test_split(w.drop(columns="quality"), good, test_size=frac, random_state=11)


def gaussianize(frame):
    qt = QuantileTransformer(output_distribution="normal", n_quantiles=200)
    return qt.fit_transform(frame), qt


X, X2, y, y2 = load_parts("winequality-red.csv")
X, qt = gaussianize(X)
mlp = MLPClassifier((64, 32), max_iter=400)
mlp.fit(X, y)
print(f"test accuracy: {mlp.score(qt.transform(X2), y2):.3f}")
