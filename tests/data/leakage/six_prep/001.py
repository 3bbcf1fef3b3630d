import pandas as pd
import re
from nltk.corpus import stopwords
from nltk.stem import PorterStemmer
from keras.preprocessing.text import Tokenizer
from keras.preprocessing.sequence import pad_sequences
from keras.models import Sequential
from keras.layers import Dense, Embedding, LSTM
from sklearn.model_selection import train_test_split

# In[2]:
reviews = pd.read_csv("hotel_reviews.csv")
reviews = reviews.dropna().reset_index(drop=True)

# In[3]:
cleaned = []
for row in range(0, len(reviews)):
    words = re.sub("[^a-zA-Z]", " ", reviews["comment"][row]).lower().split()
    cleaned.append(" ".join(words))

# In[4]:
tok = Tokenizer(num_words=5000)
tok.fit_on_texts(cleaned)  # leak: L1
seqs = []
for doc in cleaned:
    seqs.append(tok.texts_to_sequences([doc])[0])
padded = pad_sequences(seqs, maxlen=80)

# In[5]:
X_train, X_test, y_train, y_test = train_test_split(padded, reviews["stars"], test_size=0.2)
model = Sequential([Embedding(5000, 32), LSTM(16), Dense(1)])
model.compile("adam", "mse")
model.fit(X_train, y_train, epochs=3)
print(model.evaluate(X_test, y_test))
