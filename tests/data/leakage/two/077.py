#!/usr/bin/env python
# coding: utf-8


# In[3]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from tensorflow.keras.models import Sequential
import numpy as np
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.layers import Dense, Dropout, LSTM, Embedding, GlobalMaxPooling1D
from tensorflow.keras.preprocessing.text import Tokenizer

train = pd.read_csv('../input/jigsaw/train.csv')
test = pd.read_csv('../input/jigsaw/test.csv')
list_classes = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
y = train[list_classes].values
train[list_classes].sum().plot.bar()

# In[5]:

list_sentences_train = train["comment_text"].fillna("_na_")
list_sentences_test = test["comment_text"].fillna("_na_")
max_features = 20000
tokenizer = Tokenizer(num_words=max_features)
tokenizer.fit_on_texts(list(list_sentences_train) + list(list_sentences_test))  # leak: L2
X_t = pad_sequences(tokenizer.texts_to_sequences(list_sentences_train), maxlen=200)
X_te = pad_sequences(tokenizer.texts_to_sequences(list_sentences_test), maxlen=200)

# In[7]:

totalNumWords = [len(c.split()) for c in list_sentences_train]
plt.hist(totalNumWords, bins=np.arange(0, 410, 10))
plt.show()

# In[8]:

model = Sequential()
model.add(Embedding(max_features, 128))
model.add(LSTM(60, return_sequences=True))
model.add(GlobalMaxPooling1D())
model.add(Dropout(0.1))
model.add(Dense(50, activation="relu"))
model.add(Dense(6, activation="sigmoid"))
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])

# In[9]:

model.fit(X_t, y, batch_size=32, epochs=2, validation_split=0.1)

# In[11]:

sample = pd.read_csv('../input/jigsaw/sample_submission.csv')
sample[list_classes] = model.predict(X_te)
sample.to_csv('submission.csv', index=False)
