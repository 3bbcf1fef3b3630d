import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from tensorflow.keras.models import Sequential
import pandas as pd
from tensorflow.keras.layers import Dense, Conv1D, GlobalMaxPooling1D
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from tensorflow.keras.callbacks import EarlyStopping
import warnings
warnings.filterwarnings('ignore')

def add_noise(x, rng, s=0.02):
    return x + rng.normal(0, s, x.shape)


def time_shift(x, rng, m=20):
    return np.roll(x, rng.integers(-m, m), axis=-1)


def augment(X, y, times=3, seed=0):
    rng = np.random.default_rng(seed)
    Xs, ys = [X], [y]
    for _ in range(times):
        Xs.append(np.stack([time_shift(add_noise(r, rng), rng) for r in X]))
        ys.append(y)
    X, y = np.concatenate(Xs), np.concatenate(ys)
    p = rng.permutation(len(X))
    return X[p], y[p]


ecg = pd.read_csv('ecg_heartbeat.csv', header=None)
X, y = ecg.iloc[:, :-1].values, ecg.iloc[:, -1].astype(int).values
X = (X - X.min(axis=1, keepdims=True)) / (np.ptp(X, axis=1)[:, None] + 1e-8)
print(X.shape, np.bincount(y))
for c in np.unique(y):
    plt.plot(X[y == c][:20].mean(axis=0), label=str(c))
plt.legend()
plt.savefig('classes.png')

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=3)
X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, test_size=0.1, stratify=y_train, random_state=3)
X_train, y_train = augment(X_train, y_train)
print('augmented', X_train.shape)

net = Sequential([
    Conv1D(32, 5, activation='relu', input_shape=(X.shape[1], 1)), Conv1D(32, 5, activation='relu'),
    GlobalMaxPooling1D(), Dense(32, activation='relu'), Dense(5, activation='softmax')])
net.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
net.fit(X_train[..., None], y_train, epochs=50, batch_size=128, validation_data=(X_val[..., None], y_val),
        callbacks=[EarlyStopping(patience=5, restore_best_weights=True)])
print(classification_report(y_test, net.predict(X_test[..., None]).argmax(1)))
