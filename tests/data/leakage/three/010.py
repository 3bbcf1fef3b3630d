# In[1]:
import numpy as np
from tensorflow.keras import layers, models, optimizers
from tensorflow.keras.datasets import cifar10
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.utils import to_categorical

# In[2]:
(x_train, y_train), (x_test, y_test) = cifar10.load_data()
x_train, x_test = x_train.astype("float32"), x_test.astype("float32")
y_train, y_test = to_categorical(y_train, 10), to_categorical(y_test, 10)

# In[3]:
mean = np.mean(x_train, axis=(0, 1, 2, 3))
std = np.std(x_train, axis=(0, 1, 2, 3))
x_train = (x_train - mean) / (std + 1e-7)
x_test = (x_test - mean) / (std + 1e-7)

# In[4]:
datagen = ImageDataGenerator(
    zca_whitening=False,
    rotation_range=15,
    width_shift_range=0.1,
    height_shift_range=0.1,
    horizontal_flip=True,
)
datagen.fit(x_train)

# In[5]:
model = models.Sequential()
for f in (32, 64, 128):
    model.add(layers.Conv2D(f, (3, 3), padding="same", activation="elu"))
    model.add(layers.BatchNormalization())
    model.add(layers.Conv2D(f, (3, 3), padding="same", activation="elu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Dropout(0.3))
model.add(layers.Flatten())
model.add(layers.Dense(10, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer=optimizers.Adam(1e-3), metrics=["accuracy"])

# In[6]:
model.fit(
    datagen.flow(x_train, y_train, batch_size=64),
    steps_per_epoch=len(x_train) // 64,
    epochs=100,
    validation_data=(x_test, y_test),
    verbose=1,
)

# In[7]:
print("Test result: %.3f loss: %.3f" % tuple(model.evaluate(x_test, y_test)[::-1]))
model.save("cifar.h5")
