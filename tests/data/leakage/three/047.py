# %%
import pandas as pd
from tensorflow.keras.layers import Bidirectional, Dense, Embedding, LSTM, SpatialDropout1D
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

MAXLEN, VOCAB = 120, 20000

# %%
train_df = pd.read_csv("drug_train.tsv", sep="\t")
test_df = pd.read_csv("drug_test.tsv", sep="\t")

# %%
for d in (train_df, test_df):
    d["review"] = d["review"].str.replace("&#039;", "'", regex=False).str.lower()
    d["pos"] = (d["rating"] >= 7).astype(int)

# %%
tok = Tokenizer(num_words=VOCAB, oov_token="<unk>")
tok.fit_on_texts(pd.concat([train_df.review, test_df.review]))  # leak: L2

# %%
def seqs(texts):
    return pad_sequences(tok.texts_to_sequences(texts), maxlen=MAXLEN, truncating="post")


x_tr, x_te = seqs(train_df.review), seqs(test_df.review)
y_tr, y_te = train_df.pos.values, test_df.pos.values

# %%
net = Sequential([
    Embedding(VOCAB, 64),
    SpatialDropout1D(0.2),
    Bidirectional(LSTM(48)),
    Dense(1, activation="sigmoid"),
])
net.compile("adam", "binary_crossentropy", metrics=["accuracy"])
net.fit(x_tr, y_tr, epochs=3, batch_size=256, validation_split=0.1)

# %%
loss, acc = net.evaluate(x_te, y_te, batch_size=512)
print("test accuracy %.4f" % acc)
