import pandas as pd
from keras.callbacks import EarlyStopping
from keras.layers import Dense, Dropout
from keras.models import Sequential
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

pima = pd.read_csv("diabetes.csv")
labels = pima.pop("Outcome").values
inputs = pima.values.astype("float32")
x, x_test, y, y_test = train_test_split(inputs, labels, test_size=0.2, random_state=1)
x_tr, x_val, y_tr, y_val = train_test_split(x, y, test_size=0.2, random_state=1)

ss = StandardScaler().fit(x_tr)
x_tr, x_val, x_test = map(ss.transform, (x_tr, x_val, x_test))

model = Sequential()
model.add(Dense(32, activation="relu", input_dim=8))
model.add(Dropout(0.3))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
es = EarlyStopping(patience=10, restore_best_weights=True)
model.fit(x_tr, y_tr, epochs=200, batch_size=16, validation_data=(x_val, y_val), callbacks=[es], verbose=0)
print("test:", model.evaluate(x_test, y_test))
