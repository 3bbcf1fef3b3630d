# %% [markdown]
# Household power consumption - LSTM one step ahead

# %%
import math

import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential

LOOK_BACK = 24

# %%
raw = pd.read_csv("power_hourly.csv", index_col=0, parse_dates=True)
series = raw["Global_active_power"].ffill().values.astype("float32").reshape(-1, 1)

# %%
scaler = MinMaxScaler(feature_range=(0, 1))
series = scaler.fit_transform(series)  # leak: L1

# %%
n_train = int(len(series) * 0.67)
trainset, testset = series[:n_train], series[n_train:]
print(len(trainset), len(testset))


# %%
def make_windows(arr, look_back):
    xs, ys = [], []
    for i in range(len(arr) - look_back - 1):
        xs.append(arr[i:i + look_back, 0])
        ys.append(arr[i + look_back, 0])
    return np.array(xs), np.array(ys)


trainX, trainY = make_windows(trainset, LOOK_BACK)
testX, testY = make_windows(testset, LOOK_BACK)
trainX = trainX.reshape(trainX.shape[0], LOOK_BACK, 1)
testX = testX.reshape(testX.shape[0], LOOK_BACK, 1)

# %%
net = Sequential()
net.add(LSTM(32, input_shape=(LOOK_BACK, 1)))
net.add(Dense(1))
net.compile(loss="mean_squared_error", optimizer="adam")
net.fit(trainX, trainY, epochs=20, batch_size=64, verbose=2)

# %%
pred = scaler.inverse_transform(net.predict(testX))
truth = scaler.inverse_transform(testY.reshape(-1, 1))
print("Test RMSE: %.3f" % math.sqrt(mean_squared_error(truth, pred)))
