#!/usr/bin/env python
# coding: utf-8


# In[1]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from tensorflow import keras
from tensorflow.keras.models import Sequential
from sklearn.model_selection import train_test_split
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.layers import Dense, Conv2D, MaxPooling2D, BatchNormalization, GlobalAveragePooling2D
from sklearn.utils import shuffle
from tensorflow.keras.callbacks import ReduceLROnPlateau
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from sklearn.metrics import confusion_matrix
from tensorflow.keras.callbacks import ModelCheckpoint

data = np.load('galaxy.npz')
images, labels = data['images'], data['labels']
print(images.shape, images.dtype, images.mean(), images.std())
fig, axes = plt.subplots(3, 3)
for a, i in zip(axes.flat, np.random.choice(len(images), 9)):
    a.imshow(images[i])

# In[4]:

x_train, x_test, y_train, y_test = train_test_split(images, labels, test_size=0.1, stratify=labels, random_state=0)
x_train, x_val, y_train, y_val = train_test_split(x_train, y_train, test_size=0.1, stratify=y_train, random_state=0)

# In[7]:

gen = ImageDataGenerator(featurewise_center=True, featurewise_std_normalization=True, rotation_range=90, horizontal_flip=True)
gen.fit(x_train)
plain = ImageDataGenerator(featurewise_center=True, featurewise_std_normalization=True)
plain.mean, plain.std = gen.mean, gen.std

# In[8]:

m = Sequential([
    Conv2D(32, 3, activation='relu', input_shape=x_train.shape[1:]), BatchNormalization(), MaxPooling2D(),
    Conv2D(64, 3, activation='relu'), BatchNormalization(), MaxPooling2D(),
    GlobalAveragePooling2D(), Dense(10, activation='softmax')])
m.compile('adam', 'sparse_categorical_crossentropy', ['accuracy'])
cbs = [ModelCheckpoint('g.keras', save_best_only=True), EarlyStopping(patience=12), ReduceLROnPlateau(patience=4)]
m.fit(gen.flow(x_train, y_train, batch_size=64), validation_data=plain.flow(x_val, y_val), epochs=120, callbacks=cbs)

# In[9]:

m = keras.models.load_model('g.keras')
test_flow = plain.flow(x_test, y_test, shuffle=False)
print(m.evaluate(test_flow))
pred = m.predict(test_flow).argmax(1)

# In[ ]:

pd.crosstab(y_test, pred)

# In[12]:

print(confusion_matrix(y_test, pred))
