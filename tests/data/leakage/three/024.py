"""U-Net-like denoiser for seismic traces."""
import argparse
import pathlib

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers as L


def read_traces(folder):
    files = sorted(pathlib.Path(folder).glob("*.npy"))
    return np.stack([np.load(f) for f in files]).astype("float32")[..., None]


def per_trace(a):
    return a / (np.abs(a).max(axis=1, keepdims=True) + 1e-9)


def net(n):
    i = keras.Input((n, 1))
    a = L.Conv1D(16, 9, padding="same", activation="relu")(i)
    b = L.MaxPool1D(2)(a)
    b = L.Conv1D(32, 9, padding="same", activation="relu")(b)
    c = L.UpSampling1D(2)(b)
    c = L.Concatenate()([a, c])
    return keras.Model(i, L.Conv1D(1, 9, padding="same")(c))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("noisy")
    ap.add_argument("clean")
    ap.add_argument("--epochs", type=int, default=100)
    o = ap.parse_args()

    x, y = per_trace(read_traces(o.noisy)), per_trace(read_traces(o.clean))
    idx = np.random.default_rng(0).permutation(len(x))
    te, va, tr = np.split(idx, [len(x) // 10, len(x) // 5])
    m = net(x.shape[1])
    m.compile("adam", "mse")
    m.fit(
        x[tr],
        y[tr],
        validation_data=(x[va], y[va]),
        epochs=o.epochs,
        callbacks=[
            keras.callbacks.EarlyStopping(patience=7, restore_best_weights=True),
            keras.callbacks.ReduceLROnPlateau(patience=3),
        ],
    )
    mse = m.evaluate(x[te], y[te])
    print("test SNR gain dB", 10 * np.log10(np.mean((x[te] - y[te]) ** 2) / mse))


if __name__ == "__main__":
    main()
