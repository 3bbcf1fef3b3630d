import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split

ab = pd.read_csv("abalone.csv")
ab = pd.get_dummies(ab, columns=["Sex"], dtype="float32")
lab = ab.pop("Rings").values.astype("float32")
x, xt, y, yt = train_test_split(ab.values.astype("float32"), lab, test_size=0.2, random_state=0)

norm_layer = tf.keras.layers.Normalization()
norm_layer.adapt(x)

model = tf.keras.Sequential([
    norm_layer,
    tf.keras.layers.Dense(32, activation="relu"),
    tf.keras.layers.Dense(1),
])
model.compile(loss="mae", optimizer="adam")
model.fit(x, y, epochs=25, verbose=2)
print("test mae", model.evaluate(xt, yt))
