# ECG arrhythmia classification, 1D CNN
import numpy as np
import pandas as pd
from sklearn.metrics import classification_report, f1_score
from sklearn.utils import resample
from keras.models import Model, load_model
from keras.layers import Input, Conv1D, MaxPool1D, Flatten, Dense, BatchNormalization
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.utils import to_categorical

df_train = pd.read_csv('heartbeat/mitbih_train.csv', header=None)
df_test = pd.read_csv('heartbeat/mitbih_test.csv', header=None)

parts = [df_train[df_train[187] == 0].sample(n=20000, random_state=42)]
for k in (1, 2, 3, 4):
    parts.append(resample(df_train[df_train[187] == k], replace=True, n_samples=20000, random_state=120 + k))
df_train = pd.concat(parts)

X_train = df_train.iloc[:, :186].values[..., None]
X_test = df_test.iloc[:, :186].values[..., None]
y_train = to_categorical(df_train[187])
y_test = to_categorical(df_test[187])


def network(shape):
    inp = Input(shape=shape)
    x = inp
    for k in (6, 3, 3):
        x = Conv1D(64, k, activation='relu')(x)
        x = BatchNormalization()(x)
        x = MaxPool1D(3, 2, padding='same')(x)
    x = Flatten()(x)
    x = Dense(64, activation='relu')(x)
    out = Dense(5, activation='softmax')(x)
    m = Model(inp, out)
    m.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
    return m


callbacks = [EarlyStopping(monitor='val_loss', patience=8),
             ModelCheckpoint('best_model.h5', monitor='val_loss', save_best_only=True)]
model = network((186, 1))
model.fit(X_train, y_train, epochs=40, batch_size=32,  # leak: L6
          callbacks=callbacks, validation_data=(X_test, y_test))
model = load_model('best_model.h5')
pred = model.predict(X_test).argmax(1)
print(classification_report(y_test.argmax(1), pred))
print('macro F1', f1_score(y_test.argmax(1), pred, average='macro'))
