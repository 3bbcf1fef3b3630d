import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error

# windows of one sensor, each scaled by itself
power = pd.read_csv("turbine.csv")["kw"].values
windows, after = [], []
for k in range(48, len(power)):
    piece = power[k - 48 : k].reshape(-1, 1)
    windows.append(StandardScaler().fit_transform(piece).ravel())
    after.append(power[k])
X, y = np.array(windows), np.array(after)
cut = int(0.75 * len(X))
X_train, X_test = X[:cut], X[cut:]
y_train, y_test = y[:cut], y[cut:]
rf = RandomForestRegressor().fit(X_train, y_train)
print(mean_absolute_error(y_test, rf.predict(X_test)))
