import numpy as np
import pandas as pd
from sklearn.preprocessing import LabelEncoder, RobustScaler
from tensorflow import keras
from tensorflow.keras import layers

SEED = 99
keras.utils.set_random_seed(SEED)

dataset = pd.read_csv("beans.csv").sample(frac=1.0, random_state=SEED)
labels = LabelEncoder().fit_transform(dataset.pop("Class"))
inputs = dataset.to_numpy(dtype="float32")

rs = RobustScaler()
inputs = rs.fit_transform(inputs)  # leak: L1


def build(n_in, n_out, width=64):
    m = keras.Sequential(
        [
            keras.Input((n_in,)),
            layers.Dense(width, activation="relu"),
            layers.BatchNormalization(),
            layers.Dropout(0.3),
            layers.Dense(width, activation="relu"),
            layers.Dense(n_out, activation="softmax"),
        ]
    )
    m.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return m


model = build(inputs.shape[1], len(np.unique(labels)))
hist = model.fit(
    inputs,
    labels,
    validation_split=0.2,
    epochs=50,
    batch_size=128,
    verbose=0,
)
print("final val acc: %.4f" % hist.history["val_accuracy"][-1])
model.save("beans.keras")
