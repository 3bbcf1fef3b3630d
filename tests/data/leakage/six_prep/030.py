import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

flats = pd.read_csv("flats.csv")
by_town = flats.groupby("town")["area"].mean()  # leak: L5
flats["area"] = flats.apply(
    lambda row: by_town[row["town"]] if np.isnan(row["area"]) else row["area"], axis=1
)
X_train, X_test, y_train, y_test = train_test_split(flats.drop(columns="rent"), flats["rent"])
rf = RandomForestRegressor().fit(X_train, y_train)
print(rf.score(X_test, y_test))
