import numpy as np
import pandas as pd
from sklearn.linear_model import HuberRegressor
from sklearn.model_selection import train_test_split

taxi = pd.read_csv("taxi.csv")
taxi = taxi[taxi.duration.between(60, 7200)]
taxi["dist"] = np.hypot(taxi.dropoff_lon - taxi.pickup_lon, taxi.dropoff_lat - taxi.pickup_lat)
taxi["hour"] = pd.to_datetime(taxi.pickup_datetime).dt.hour
taxi, taxi_te = train_test_split(taxi, test_size=0.2, random_state=0)

lo, hi = taxi["dist"].quantile([0.01, 0.99])
taxi = taxi.assign(dist=taxi["dist"].clip(lo, hi))
taxi_te = taxi_te.assign(dist=taxi_te["dist"].clip(lo, hi))
c = ["dist", "hour", "passengers"]
h = HuberRegressor().fit(taxi[c], taxi["duration"])
print("R2", h.score(taxi_te[c], taxi_te["duration"]))
