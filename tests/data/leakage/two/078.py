#!/usr/bin/env python
# coding: utf-8


# In[1]:

import matplotlib.pyplot as plt
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint
from sklearn.utils import shuffle
from tensorflow.keras.layers import GlobalAveragePooling2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import Adam
from sklearn.metrics import classification_report
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.layers import Dense
from sklearn.metrics import confusion_matrix
from tensorflow.keras.layers import Dropout
from tensorflow.keras.preprocessing.image import ImageDataGenerator

train_dir, test_dir = 'flowers/train', 'flowers/test'
train_gen = ImageDataGenerator(rescale=1/255., horizontal_flip=True, zoom_range=0.2).flow_from_directory(train_dir, target_size=(150, 150), batch_size=32)
test_gen = ImageDataGenerator(rescale=1/255.).flow_from_directory(test_dir, target_size=(150, 150), batch_size=32, shuffle=False)

# In[4]:

imgs, _ = next(train_gen)
fig, ax = plt.subplots(1, 6, figsize=(18, 4))
for i in range(6):
    ax[i].imshow(imgs[i])
plt.show()

# In[5]:

base = tf.keras.applications.MobileNetV2(include_top=False, input_shape=(150, 150, 3), weights='imagenet')
base.trainable = False
model = Sequential([base, GlobalAveragePooling2D(), Dense(128, activation='relu'), Dropout(0.4), Dense(5, activation='softmax')])
model.compile(optimizer=Adam(1e-4), loss='categorical_crossentropy', metrics=['accuracy'])

# In[7]:

mc = ModelCheckpoint('flowers.h5', monitor='val_accuracy', save_best_only=True, mode='max')
es = EarlyStopping(monitor='val_accuracy', patience=10)
history = model.fit(train_gen, epochs=60, validation_data=test_gen, callbacks=[mc, es])  # leak: L6

# In[ ]:

plt.plot(history.history['accuracy'])
plt.plot(history.history['val_accuracy'])
plt.legend(['train', 'test'])

# In[10]:

best = tf.keras.models.load_model('flowers.h5')
print(best.evaluate(test_gen))
y_hat = best.predict(test_gen).argmax(1)

# In[13]:

print(confusion_matrix(test_gen.classes, y_hat))

# In[14]:

print(classification_report(test_gen.classes, y_hat))
