# %%
import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow.keras import layers

tf.keras.utils.set_random_seed(3)

# %%
abalone = pd.read_csv("abalone.csv")
abalone["Sex"] = abalone["Sex"].str.upper()
train = abalone.sample(frac=0.8, random_state=3)
test = abalone.drop(train.index)
tr_y, te_y = train.pop("Rings"), test.pop("Rings")

# %%
ins, encoded = [], []
for col in train.columns:
    if col == "Sex":
        inp = tf.keras.Input((1,), name=col, dtype=tf.string)
        lookup = layers.StringLookup(output_mode="one_hot")
        lookup.adapt(train[[col]].values)
        encoded.append(lookup(inp))
    else:
        inp = tf.keras.Input((1,), name=col)
        norm = layers.Normalization(axis=None)
        norm.adapt(train[col].values)
        encoded.append(norm(inp))
    ins.append(inp)

# %%
h = layers.concatenate(encoded)
h = layers.Dense(32, activation="relu")(h)
h = layers.Dense(32, activation="relu")(h)
model = tf.keras.Model(ins, layers.Dense(1)(h))
model.compile("adam", "mse", metrics=["mae"])


# %%
def feed(d):
    return {c: d[c].values[:, None] for c in d}


hist = model.fit(feed(train), tr_y, epochs=60, batch_size=64, validation_data=(feed(test), te_y), verbose=0)
pd.DataFrame(hist.history).plot()
print(model.evaluate(feed(test), te_y, return_dict=True))
