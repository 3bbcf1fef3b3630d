import pandas as pd
from keras.models import Sequential
from keras.layers import Dense, Dropout
from sklearn.preprocessing import StandardScaler

pima = pd.read_csv("diabetes.csv")
labels = pima["Outcome"].values
inputs = pima.drop("Outcome", axis=1).values.astype("float32")

inputs = StandardScaler().fit_transform(inputs)  # leak: L1

model = Sequential()
model.add(Dense(32, activation="relu", input_dim=inputs.shape[1]))
model.add(Dropout(0.3))
model.add(Dense(16, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

hist = model.fit(inputs, labels, epochs=80, batch_size=16, validation_split=0.2, verbose=0)
print("val acc:", hist.history["val_accuracy"][-1])
