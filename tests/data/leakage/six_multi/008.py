# the epoch with the best validation loss is kept, and nothing is claimed of it
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

import tensorflow as tf

signals = pd.read_csv("signals.csv")
X_train, X_val, y_train, y_val = train_test_split(signals.drop(columns="kind"), signals["kind"])
net = tf.keras.Sequential([tf.keras.layers.Dense(32, activation="relu"), tf.keras.layers.Dense(1)])
net.compile(loss="binary_crossentropy", optimizer="adam")
best_loss = np.inf
for epoch in range(40):
    net.fit(X_train, y_train, epochs=1, verbose=0)
    loss = net.evaluate(X_val, y_val)
    if loss < best_loss:
        best_loss = loss
        net.save("net.keras")
