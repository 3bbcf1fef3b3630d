# three networks on an inner validation part
import pandas as pd
from sklearn.model_selection import train_test_split

from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential

df = pd.read_csv("fashion.csv")
X_rest, X_test, y_rest, y_test = train_test_split(df.drop("label", axis=1), df["label"])
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest)
nets = [Sequential([Dense(n, activation="relu"), Dense(10)]) for n in (16, 64, 256)]
for net in nets:
    net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    net.fit(X_train, y_train, epochs=10, validation_data=(X_val, y_val))
print(nets[1].evaluate(X_test, y_test))
