import numpy as np
import pandas as pd
from tensorflow import keras

auto = pd.read_csv("auto-mpg.csv", na_values="?").dropna()
auto = pd.get_dummies(auto.drop(columns="car name"), columns=["origin"], dtype=float)


def stats(t):
    return t.mean(), t.std()  # leak: L5


mpg = auto.pop("mpg")
mu, sigma = stats(auto)
normed = (auto - mu) / sigma

is_train = np.random.RandomState(0).rand(len(normed)) < 0.8
tr_x, te_x = normed[is_train], normed[~is_train]
tr_y, te_y = mpg[is_train], mpg[~is_train]

net = keras.Sequential([
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(1),
])
net.compile(loss="mse", optimizer=keras.optimizers.RMSprop(0.001), metrics=["mae"])
net.fit(tr_x, tr_y, epochs=200, verbose=0)
print(net.evaluate(te_x, te_y, verbose=0))
