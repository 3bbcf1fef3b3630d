import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow.keras import callbacks, datasets, layers, models

(x_all, y_all), (x_test, y_test) = datasets.cifar10.load_data()
x_all = x_all.astype("float32") / 255.0
x_test = x_test.astype("float32") / 255.0
x_train, x_val, y_train, y_val = train_test_split(x_all, y_all, test_size=0.1, random_state=0)

cnn = models.Sequential([
    layers.Conv2D(32, 3, activation="relu", input_shape=(32, 32, 3)),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(10, activation="softmax"),
])
cnn.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
stop = callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
cnn.fit(x_train, y_train, epochs=60, validation_data=(x_val, y_val), callbacks=[stop])
print("Test accuracy:", cnn.evaluate(x_test, y_test)[1])
