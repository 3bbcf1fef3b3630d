# windows of two files, their length by the second
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge

series_2019 = pd.read_csv("load_2019.csv")["mw"].to_numpy()
series_2020 = pd.read_csv("load_2020.csv")["mw"].to_numpy()


def windows(series, n):
    rows = [series[i : i + n] for i in range(len(series) - n)]
    return np.array(rows), series[n:]


for n in [3, 5, 10]:
    X_train, y_train = windows(series_2019, n)
    X_test, y_test = windows(series_2020, n)
    model = Ridge()
    model.fit(X_train, y_train)
    print(n, model.score(X_test, y_test))  # leak: L6
