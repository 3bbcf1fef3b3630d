# %%
import matplotlib.pyplot as plt
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint

# %%
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = (x_train / 255.0)[..., None].astype("float32")
x_test = (x_test / 255.0)[..., None].astype("float32")
print(x_train.shape, x_test.shape)

# %%
def cnn():
    inp = keras.Input((28, 28, 1))
    h = inp
    for f in (32, 64):
        h = layers.Conv2D(f, 3, padding="same", activation="relu")(h)
        h = layers.Conv2D(f, 3, padding="same", activation="relu")(h)
        h = layers.MaxPool2D()(h)
        h = layers.Dropout(0.25)(h)
    h = layers.Flatten()(h)
    h = layers.Dense(128, activation="relu")(h)
    return keras.Model(inp, layers.Dense(10, activation="softmax")(h))


model = cnn()
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

# %%
cbs = [
    EarlyStopping(monitor="val_loss", patience=4, restore_best_weights=True),
    ModelCheckpoint("fmnist.keras", monitor="val_accuracy", save_best_only=True),
]
history = model.fit(  # leak: L6
    x_train,
    y_train,
    batch_size=128,
    epochs=40,
    validation_data=(x_test, y_test),
    callbacks=cbs,
)

# %%
plt.plot(history.history["loss"])
plt.plot(history.history["val_loss"])
plt.legend(["train", "test"])

# %%
best = keras.models.load_model("fmnist.keras")
print(best.evaluate(x_test, y_test, verbose=0))
