#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
from keras.preprocessing.text import Tokenizer
from keras.preprocessing.sequence import pad_sequences
from keras.models import Sequential
from keras.layers import Embedding, Conv1D, GlobalMaxPooling1D, Dense
from sklearn.preprocessing import LabelEncoder
from sklearn.model_selection import train_test_split


# In[2]:


bbc = pd.read_csv('bbc-text.csv')
lens = bbc['text'].str.split().str.len()
lens.hist(bins=50)
print('median length', lens.median())


# In[3]:


enc = LabelEncoder()
labels = enc.fit_transform(bbc['category'])


# In[4]:


text_train, text_test, y_train, y_test = train_test_split(bbc['text'], labels, test_size=0.2, random_state=99)


# In[5]:


tok = Tokenizer(num_words=10000, oov_token='<OOV>')
tok.fit_on_texts(text_train)
MAXLEN = 400
X_train = pad_sequences(tok.texts_to_sequences(text_train), maxlen=MAXLEN)
X_test = pad_sequences(tok.texts_to_sequences(text_test), maxlen=MAXLEN)


# In[6]:


model = Sequential([
    Embedding(10000, 64, input_length=MAXLEN),
    Conv1D(128, 5, activation='relu'),
    GlobalMaxPooling1D(),
    Dense(len(enc.classes_), activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['acc'])


# In[7]:


history = model.fit(X_train, y_train, epochs=10, batch_size=64, validation_split=0.1)


# In[8]:


print(model.evaluate(X_test, y_test))
from sklearn.metrics import classification_report
print(classification_report(y_test, model.predict(X_test).argmax(1), target_names=enc.classes_))
