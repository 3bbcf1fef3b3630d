import numpy as np
import pandas as pd
from tensorflow import keras

auto = pd.read_csv("auto-mpg.csv", na_values="?").dropna()
auto = pd.get_dummies(auto.drop(columns="car name"), columns=["origin"], dtype=float)
mask = np.random.RandomState(0).rand(len(auto)) < 0.8
auto, auto_te = auto[mask], auto[~mask]
mpg, mpg_te = auto.pop("mpg"), auto_te.pop("mpg")


def norm(t):
    return (t - auto.mean()) / auto.std()


tr_x, te_x = norm(auto), norm(auto_te)
net = keras.Sequential([
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(1),
])
net.compile(loss="mse", optimizer="adam", metrics=["mae"])
net.fit(tr_x, mpg, epochs=100, verbose=0)
print(net.evaluate(te_x, mpg_te, verbose=0))
