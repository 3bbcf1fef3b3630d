#!/usr/bin/env python
# coding: utf-8

# In[1]:


from tensorflow import keras
from tensorflow.keras import layers
import numpy as np
import matplotlib.pyplot as plt


# In[10]:


(train_images, train_labels), (test_images, test_labels) = keras.datasets.mnist.load_data()
train_images.shape, test_images.shape


# In[11]:


digit = train_images[4]
plt.imshow(digit, cmap=plt.cm.binary)
plt.show()


# In[14]:


train_images = train_images.reshape((60000, 28 * 28)).astype("float32") / 255
test_images = test_images.reshape((10000, 28 * 28)).astype("float32") / 255


# In[23]:


# distribution of mean pixel over everything, for the slide
allpix = np.concatenate([train_images, test_images]).mean(axis=1)
plt.hist(allpix, bins=50)


# In[32]:


def get_model():
    m = keras.Sequential([
        layers.Dense(512, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ])
    m.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return m


# In[33]:


partial, val = train_images[10000:], train_images[:10000]
partial_y, val_y = train_labels[10000:], train_labels[:10000]
m = get_model()
hist = m.fit(partial, partial_y, epochs=20, batch_size=128, validation_data=(val, val_y), verbose=2)


# In[36]:


best_epoch = int(np.argmin(hist.history["val_loss"])) + 1
print(best_epoch)


# In[37]:


# retrain on all of the training images for that many epochs
m = get_model()
m.fit(train_images, train_labels, epochs=best_epoch, batch_size=128, verbose=0)
test_loss, test_acc = m.evaluate(test_images, test_labels)
print(f"test_acc: {test_acc}")
