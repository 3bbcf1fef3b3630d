# a weighted error of its own
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.ensemble import RandomForestRegressor

df = pd.read_csv("sales.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("units", axis=1), df["units"])


def wmae(truth, guess):
    return np.sum(np.abs(truth - guess)) / len(truth)  # leak: L8


linear = LinearRegression().fit(X_train, y_train)
ridge = Ridge(alpha=2).fit(X_train, y_train)
forest = RandomForestRegressor().fit(X_train, y_train)
print(wmae(y_test, linear.predict(X_test)))
print(wmae(y_test, ridge.predict(X_test)))
print(wmae(y_test, forest.predict(X_test)))
