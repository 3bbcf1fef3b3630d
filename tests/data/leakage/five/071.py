# character level language detection, fixed number of epochs
import numpy as np
import pandas as pd
from keras.layers import Dense, Dropout
from keras.models import Sequential
from keras.utils import to_categorical
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import LabelEncoder, normalize

np.random.seed(5)
EPOCHS = 8

df = pd.read_csv('wili_subset.csv').sample(frac=1, random_state=5).reset_index(drop=True)
df['text'] = df['text'].str.lower().str[:300]
cut = int(len(df) * 0.8)

le = LabelEncoder()
y = to_categorical(le.fit_transform(df['lang']))

train_text, test_text = df['text'][:cut], df['text'][cut:]
vec = CountVectorizer(analyzer='char', ngram_range=(1, 3), max_features=3000)
X_train = normalize(vec.fit_transform(train_text)).toarray()
X_test = normalize(vec.transform(test_text)).toarray()

model = Sequential()
model.add(Dense(256, activation='relu', input_shape=(X_train.shape[1],)))
model.add(Dropout(0.4))
model.add(Dense(y.shape[1], activation='softmax'))
model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(X_train, y[:cut], epochs=EPOCHS, batch_size=128, verbose=2)

loss, acc = model.evaluate(X_test, y[cut:], verbose=0)
print('accuracy on held-out lines: %.3f' % acc)

pred = le.inverse_transform(model.predict(X_test).argmax(1))
table = pd.crosstab(df['lang'][cut:].values, pred)
print(table)
wrong = df[cut:][pred != df['lang'][cut:].values]
print(len(wrong), 'errors')
wrong.to_csv('errors.csv', index=False)
model.save('langdetect.h5')
