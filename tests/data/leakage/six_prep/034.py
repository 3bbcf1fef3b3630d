import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

flats = pd.read_csv("flats.csv")
flats["area"] = flats.apply(
    lambda row: row["rooms"] * 22 if np.isnan(row["area"]) else row["area"], axis=1
)
X_train, X_test, y_train, y_test = train_test_split(flats.drop(columns="rent"), flats["rent"])
by_town = X_train.groupby("town")["floor"].mean()


def floor_of(row):
    return by_town[row["town"]] if np.isnan(row["floor"]) else row["floor"]


X_train["floor"] = X_train.apply(floor_of, axis=1)
X_test["floor"] = X_test.apply(floor_of, axis=1)
rf = RandomForestRegressor().fit(X_train, y_train)
print(rf.score(X_test, y_test))
