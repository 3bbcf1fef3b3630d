# %%
import numpy as np
import pandas as pd
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Embedding, LSTM, Dense, SpatialDropout1D
from sklearn.model_selection import train_test_split

# %%
tweets = pd.read_csv('Tweets.csv')[['airline_sentiment', 'text']]
tweets = tweets[tweets.airline_sentiment != 'neutral']
tweets['text'] = tweets['text'].str.lower().str.replace(r'@\w+', '', regex=True)
tweets.head()

# %%
max_features = 5000
tokenizer = Tokenizer(num_words=max_features, split=' ')
tokenizer.fit_on_texts(tweets['text'].values)  # leak: L1
X = tokenizer.texts_to_sequences(tweets['text'].values)
X = pad_sequences(X)

# %%
Y = pd.get_dummies(tweets['airline_sentiment']).values
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.33, random_state=42)
print(X_train.shape, Y_train.shape)

# %%
model = Sequential()
model.add(Embedding(max_features, 128, input_length=X.shape[1]))
model.add(SpatialDropout1D(0.4))
model.add(LSTM(196, dropout=0.2, recurrent_dropout=0.2))
model.add(Dense(2, activation='softmax'))
model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])

# %%
model.fit(X_train, Y_train, epochs=7, batch_size=32, verbose=2)

# %%
score, acc = model.evaluate(X_test, Y_test, verbose=2, batch_size=32)
print("acc: %.2f" % acc)
