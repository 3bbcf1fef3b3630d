# %%
import re, string
import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.preprocessing.sequence import pad_sequences
from sklearn.model_selection import train_test_split
from sklearn.metrics import f1_score

# %%
tw = pd.read_csv('nlp-getting-started/train.csv', usecols=['text', 'target'])
def clean(t):
    t = re.sub(r'https?://\S+', '', t.lower())
    t = re.sub(r'<.*?>', '', t)
    return t.translate(str.maketrans('', '', string.punctuation))
tw['text'] = tw['text'].apply(clean)
tw = tw.drop_duplicates('text')

# %%
print(tw.target.mean())
lens = tw['text'].str.split().str.len()
print(lens.max(), lens.quantile(.99))

# %%
tr, te = train_test_split(tw, test_size=0.15, random_state=77, stratify=tw.target)
MAXLEN, VOCAB = 32, 8000
tok = Tokenizer(num_words=VOCAB, oov_token='<unk>')
tok.fit_on_texts(tr.text)
pad = lambda s: pad_sequences(tok.texts_to_sequences(s), maxlen=MAXLEN, padding='post')
Xtr, Xte = pad(tr.text), pad(te.text)

# %%
emb = {}
with open('glove.twitter.27B.50d.txt', encoding='utf8') as f:
    for line in f:
        p = line.split(' ')
        emb[p[0]] = np.asarray(p[1:], 'float32')
M = np.zeros((VOCAB, 50))
for w, i in tok.word_index.items():
    if i < VOCAB and w in emb:
        M[i] = emb[w]

# %%
inp = tf.keras.Input((MAXLEN,))
x = tf.keras.layers.Embedding(VOCAB, 50, weights=[M], trainable=False)(inp)
x = tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(32))(x)
x = tf.keras.layers.Dropout(.4)(x)
out = tf.keras.layers.Dense(1, 'sigmoid')(x)
mdl = tf.keras.Model(inp, out)
mdl.compile('adam', 'binary_crossentropy', ['accuracy'])

# %%
mdl.fit(Xtr, tr.target.values, validation_split=.1, epochs=12, batch_size=64,
        callbacks=[tf.keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)])

# %%
print('F1', f1_score(te.target, mdl.predict(Xte).ravel() > .5))
