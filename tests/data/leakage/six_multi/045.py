# an own measure on the held-out year
import pandas as pd
from sklearn.ensemble import RandomForestRegressor

df = pd.read_csv("demand.csv")
past, future = df[df.year < 2020], df[df.year >= 2020]
model = RandomForestRegressor().fit(past[["a", "b"]], past["demand"])
print("fit", model.score(past[["a", "b"]], past["demand"]))
gap = future["demand"] - model.predict(future[["a", "b"]])
print("forecast off by", (gap / future["demand"]).abs().mean())
