#!/usr/bin/env python
# coding: utf-8


# In[3]:

import numpy as np
import pandas as pd
import os
import librosa
from tensorflow.keras.models import Sequential
from tensorflow.keras.callbacks import ModelCheckpoint
from tqdm import tqdm
from tensorflow.keras.utils import to_categorical
from sklearn.preprocessing import StandardScaler, LabelEncoder
from sklearn.model_selection import train_test_split
from tensorflow.keras.layers import Dense, Dropout
import warnings
warnings.filterwarnings('ignore')

meta = pd.read_csv('UrbanSound8K.csv')
meta['class'].value_counts().plot.bar()

# In[4]:

def extract(fn):
    sig, sr = librosa.load(fn, sr=22050)
    mfcc = librosa.feature.mfcc(y=sig, sr=sr, n_mfcc=40)
    return mfcc.mean(axis=1)

feats = [extract(os.path.join('audio', 'fold%d' % r.fold, r.slice_file_name)) for r in tqdm(meta.itertuples())]
X = np.array(feats)
y = to_categorical(LabelEncoder().fit_transform(meta['class']))
np.savez('mfcc.npz', X=X, y=y)

# In[5]:

scaler = StandardScaler()
scaler.fit(X)  # leak: L1
X = scaler.transform(X)

# In[8]:

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)

# In[11]:

model = Sequential()
model.add(Dense(256, activation='relu', input_shape=(40,)))
model.add(Dropout(0.5))
model.add(Dense(256, activation='relu'))
model.add(Dropout(0.5))
model.add(Dense(10, activation='softmax'))
model.compile(loss='categorical_crossentropy', metrics=['accuracy'], optimizer='adam')

# In[12]:

checkpointer = ModelCheckpoint(filepath='saved/basic_mlp.hdf5', verbose=1, save_best_only=True)
model.fit(X_train, y_train, batch_size=32, epochs=100, validation_data=(X_test, y_test), callbacks=[checkpointer])  # leak: L6

# In[13]:

model.load_weights('saved/basic_mlp.hdf5')
print('Testing Accuracy: ', model.evaluate(X_test, y_test, verbose=0)[1])
