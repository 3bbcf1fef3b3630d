import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error

# the past tells how to fill, the years after judge
air = pd.read_csv("air_quality.csv")
level = air[air["year"] < 2018]["ozone"].mean()
air["ozone"] = air["ozone"].fillna(level)
train = air[air["year"] < 2018]
test = air[air["year"] >= 2018]
model = Ridge().fit(train[["ozone", "wind"]], train["pm10"])
print(mean_squared_error(test["pm10"], model.predict(test[["ozone", "wind"]])))
