# In[1]:
import os

import cv2
import numpy as np
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from tensorflow.keras import layers, models

# In[2]:
ROOT = "chest_xray/all"
CLASSES = ["NORMAL", "PNEUMONIA"]
images, labels = [], []
for ci, c in enumerate(CLASSES):
    for fn in sorted(os.listdir(os.path.join(ROOT, c))):
        im = cv2.imread(os.path.join(ROOT, c, fn), cv2.IMREAD_GRAYSCALE)
        if im is None:
            continue
        images.append(cv2.resize(im, (96, 96)))
        labels.append(ci)
images = np.array(images, dtype="float32")[..., None] / 255.0
labels = np.array(labels)
print(images.shape, np.bincount(labels))

# In[3]:
# balance the classes
rare = np.where(labels == 0)[0]
extra = np.random.choice(rare, size=(labels == 1).sum() - len(rare), replace=True)
images = np.concatenate([images, images[extra]])  # leak: L7
labels = np.concatenate([labels, labels[extra]])
np.bincount(labels)

# In[4]:
trainX, testX, trainY, testY = train_test_split(images, labels, test_size=0.2, stratify=labels, random_state=1)

# In[5]:
model = models.Sequential([
    layers.Conv2D(16, 3, activation="relu", input_shape=(96, 96, 1)),
    layers.MaxPooling2D(),
    layers.Conv2D(32, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(64, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(trainX, trainY, epochs=8, batch_size=32)

# In[6]:
out = (model.predict(testX) > 0.5).astype(int).ravel()
print(classification_report(testY, out, target_names=CLASSES))
