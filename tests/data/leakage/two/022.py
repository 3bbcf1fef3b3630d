import numpy as np
import os
import glob
import cv2
from tensorflow.keras.layers import Dense, Conv2D, MaxPooling2D, Flatten
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from sklearn.model_selection import train_test_split
from tensorflow.keras.models import Sequential
from tqdm import tqdm
from tensorflow.keras.callbacks import ModelCheckpoint

IMG = 96
CLASSES = ['NORMAL', 'PNEUMONIA']


def read_dir(root):
    imgs, labels = [], []
    for i, c in enumerate(CLASSES):
        for f in tqdm(sorted(glob.glob(os.path.join(root, c, '*.jpeg')))):
            im = cv2.imread(f, cv2.IMREAD_GRAYSCALE)
            imgs.append(cv2.resize(im, (IMG, IMG)))
            labels.append(i)
    return np.array(imgs, dtype='float32'), np.array(labels)


X, y = read_dir('chest_xray/all')
print(X.shape, np.bincount(y))
X -= X.mean(axis=0)  # leak: L5
X /= X.std() + 1e-7  # leak: L5
X = X[..., None]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.15, stratify=y, random_state=1)
X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, test_size=0.1, stratify=y_train, random_state=1)

gen = ImageDataGenerator(rotation_range=8, width_shift_range=0.05)
model = Sequential([
    Conv2D(16, 3, activation='relu', input_shape=(IMG, IMG, 1)), MaxPooling2D(),
    Conv2D(32, 3, activation='relu'), MaxPooling2D(),
    Flatten(), Dense(64, activation='relu'), Dense(1, activation='sigmoid'),
])
model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])
ckpt = ModelCheckpoint('best.h5', monitor='val_loss', save_best_only=True)
model.fit(gen.flow(X_train, y_train, batch_size=32), epochs=25, validation_data=(X_val, y_val), callbacks=[ckpt])
model.load_weights('best.h5')
print(model.evaluate(X_test, y_test))
