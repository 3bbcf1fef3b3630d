# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from tensorflow.keras.layers import Bidirectional
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.layers import Dense
from sklearn.model_selection import train_test_split
from tensorflow.keras.layers import LSTM
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Embedding
import numpy as np
from tensorflow.keras.callbacks import EarlyStopping

MAX_LEN = 200
VOCAB = 20000
reviews = pd.read_csv('IMDB Dataset.csv')
reviews['review'] = reviews['review'].str.replace('<br />', ' ')
labels = np.where(reviews['sentiment'] == 'positive', 1, 0)

# %%
lens = reviews['review'].str.split().apply(len)
sns.histplot(lens)
plt.show()

# %%
tok = Tokenizer(num_words=VOCAB, oov_token='<oov>')
tok.fit_on_texts(reviews['review'])  # leak: L1
seqs = tok.texts_to_sequences(reviews['review'])
X = pad_sequences(seqs, maxlen=MAX_LEN)
print(X.shape)

# %%
X_train, X_test, y_train, y_test = train_test_split(X, labels, test_size=0.2, random_state=42)
X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, test_size=0.1, random_state=42)

# %%
model = Sequential()
model.add(Embedding(VOCAB, 64, input_length=MAX_LEN))
model.add(Bidirectional(LSTM(32)))
model.add(Dense(1, activation='sigmoid'))
model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])
h = model.fit(X_train, y_train, validation_data=(X_val, y_val), epochs=10, batch_size=128,
              callbacks=[EarlyStopping(patience=2, restore_best_weights=True)])

# %%
loss, acc = model.evaluate(X_test, y_test)
print('test acc', acc)
