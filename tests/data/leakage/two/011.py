#!/usr/bin/env python
# coding: utf-8


# In[ ]:

import pandas as pd
import matplotlib.pyplot as plt
import re
from tensorflow.keras.layers import Dense, Embedding, Conv1D, GlobalMaxPooling1D
from tensorflow.keras.callbacks import EarlyStopping
from collections import Counter
from sklearn.metrics import f1_score, confusion_matrix
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.preprocessing.sequence import pad_sequences
from sklearn.model_selection import train_test_split

df = pd.read_csv('Tweets.csv')[['airline_sentiment', 'text']]
df = df[df['airline_sentiment'] != 'neutral']
df['text'] = df['text'].apply(lambda t: re.sub(r'@\w+', '', t.lower()))
df['airline_sentiment'].value_counts(normalize=True)

# In[4]:

all_words = ' '.join(df['text']).split()
print('corpus size', len(all_words), 'distinct', len(set(all_words)))
pd.Series(Counter(all_words)).nlargest(25).plot.barh()

# In[5]:

y = pd.get_dummies(df['airline_sentiment']).values.argmax(1)
text_train, text_test, y_train, y_test = train_test_split(df['text'].values, y, test_size=0.2, random_state=17)

# In[6]:

tokenizer = Tokenizer(num_words=5000, oov_token='<unk>')
tokenizer.fit_on_texts(text_train)
X_train = pad_sequences(tokenizer.texts_to_sequences(text_train), maxlen=40)
X_test = pad_sequences(tokenizer.texts_to_sequences(text_test), maxlen=40)

# In[7]:

model = Sequential([Embedding(5000, 50, input_length=40), Conv1D(64, 5, activation='relu'), GlobalMaxPooling1D(), Dense(1, activation='sigmoid')])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['acc'])
history = model.fit(X_train, y_train, epochs=20, batch_size=64, validation_split=0.15, callbacks=[EarlyStopping(patience=2)])
plt.plot(history.history['val_loss'])
plt.plot(history.history['loss'])

# In[8]:

y_hat = (model.predict(X_test) > 0.5).astype(int).ravel()

# In[9]:

print(confusion_matrix(y_test, y_hat))
print(f1_score(y_test, y_hat))
