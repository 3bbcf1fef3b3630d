# %%
import numpy as np
import pandas as pd
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Embedding, LSTM, Dense
from sklearn.model_selection import train_test_split

# %%
data = pd.read_csv('IMDB Dataset.csv')
data.replace({'sentiment': {'positive': 1, 'negative': 0}}, inplace=True)
data['review'] = data['review'].str.replace('<br />', ' ')

# %%
data['review'].str.split().str.len().hist(bins=60)

# %%
tokenizer = Tokenizer(num_words=5000)
tokenizer.fit_on_texts(data['review'])  # leak: L1
seqs = tokenizer.texts_to_sequences(data['review'])
X = pad_sequences(seqs, maxlen=200)
Y = data['sentiment'].values

# %%
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.2, random_state=42)
print(X_train.shape, X_test.shape)

# %%
model = Sequential()
model.add(Embedding(input_dim=5000, output_dim=128, input_length=200))
model.add(LSTM(128, dropout=0.2, recurrent_dropout=0.2))
model.add(Dense(1, activation='sigmoid'))
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.summary()

# %%
model.fit(X_train, Y_train, epochs=5, batch_size=64, validation_split=0.2)

# %%
loss, accuracy = model.evaluate(X_test, Y_test)
print(f'Test Loss: {loss}')
print(f'Test Accuracy: {accuracy}')
