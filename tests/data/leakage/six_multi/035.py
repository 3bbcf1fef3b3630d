# three networks that show the test part while they learn
import pandas as pd
from sklearn.model_selection import train_test_split

from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential

df = pd.read_csv("fashion.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("label", axis=1), df["label"])
a = Sequential([Dense(32, activation="relu"), Dense(10)])
a.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
a.fit(X_train, y_train, epochs=10, validation_data=(X_test, y_test))
b = Sequential([Dense(256, activation="relu"), Dense(10)])
b.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
b.fit(X_train, y_train, epochs=10, validation_data=(X_test, y_test))
c = Sequential([Dense(256, activation="relu"), Dense(256, activation="relu"), Dense(10)])
c.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
c.fit(X_train, y_train, epochs=10, validation_data=(X_test, y_test))  # leak: L8
