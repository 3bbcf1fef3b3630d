import numpy as np
from tensorflow.keras import layers, models, callbacks, datasets

(x_train, y_train), (x_test, y_test) = datasets.cifar10.load_data()
x_train = x_train.astype("float32") / 255.0
x_test = x_test.astype("float32") / 255.0

cnn = models.Sequential()
cnn.add(layers.Conv2D(32, 3, activation="relu", input_shape=(32, 32, 3)))
cnn.add(layers.MaxPooling2D())
cnn.add(layers.Conv2D(64, 3, activation="relu"))
cnn.add(layers.MaxPooling2D())
cnn.add(layers.Flatten())
cnn.add(layers.Dense(64, activation="relu"))
cnn.add(layers.Dense(10, activation="softmax"))
cnn.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

ckpt = callbacks.ModelCheckpoint("best.h5", monitor="val_accuracy", save_best_only=True)
stop = callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
cnn.fit(x_train, y_train, epochs=60, batch_size=64, validation_data=(x_test, y_test), callbacks=[ckpt, stop])  # leak: L6

best = models.load_model("best.h5")
loss, acc = best.evaluate(x_test, y_test)
print("Test accuracy:", acc)
