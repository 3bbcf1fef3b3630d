# the epoch that the test part likes best
import pandas as pd
from sklearn.model_selection import train_test_split

from tensorflow.keras.callbacks import ModelCheckpoint
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential

df = pd.read_csv("fashion.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("label", axis=1), df["label"])
net = Sequential([Dense(32, activation="relu"), Dense(10)])
net.compile("adam", "sparse_categorical_crossentropy")
keep = ModelCheckpoint("net.h5", monitor="val_loss", save_best_only=True)
net.fit(X_train, y_train, epochs=50, validation_data=(X_test, y_test), callbacks=[keep])  # leak: L6
print(net.evaluate(X_test, y_test))
