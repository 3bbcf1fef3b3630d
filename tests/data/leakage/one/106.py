import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential

stock = pd.read_csv("GOOG.csv", index_col="Date", parse_dates=True)
closing = stock[["Close"]].values
split = int(len(closing) * 0.7)
train_raw, test_raw = closing[:split], closing[split - 60:]

mms = MinMaxScaler(feature_range=(0, 1))
train_data = mms.fit_transform(train_raw)
test_data = mms.transform(test_raw)


def windows(arr, look_back=60):
    xs, ys = [], []
    for i in range(look_back, len(arr)):
        xs.append(arr[i - look_back:i, 0])
        ys.append(arr[i, 0])
    return np.array(xs)[..., None], np.array(ys)


x_train, y_train = windows(train_data)
x_test, y_test = windows(test_data)
net = Sequential([LSTM(50, input_shape=(60, 1)), Dense(1)])
net.compile("adam", "mse")
net.fit(x_train, y_train, epochs=20, batch_size=32, verbose=0)
print("mse (scaled)", net.evaluate(x_test, y_test))
