import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import LSTM, Dense

stock = pd.read_csv("GOOG.csv", index_col="Date", parse_dates=True)
closing = stock[["Close"]].values

mms = MinMaxScaler(feature_range=(0, 1))
scaled = mms.fit_transform(closing)  # leak: L1

split = int(len(scaled) * 0.7)
train_data, test_data = scaled[:split], scaled[split:]


def windows(arr, look_back=60):
    xs, ys = [], []
    for i in range(look_back, len(arr)):
        xs.append(arr[i - look_back:i, 0])
        ys.append(arr[i, 0])
    return np.array(xs)[..., None], np.array(ys)


x_train, y_train = windows(train_data)
x_test, y_test = windows(test_data)

net = Sequential([LSTM(50, return_sequences=True, input_shape=(60, 1)), LSTM(50), Dense(1)])
net.compile("adam", "mse")
net.fit(x_train, y_train, epochs=20, batch_size=32)
p = mms.inverse_transform(net.predict(x_test))
plt.plot(p)
print("rmse", np.sqrt(np.mean((p.ravel() - mms.inverse_transform(y_test.reshape(-1, 1)).ravel()) ** 2)))
