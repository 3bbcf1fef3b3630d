import pandas as pd
import lightgbm as lgb
from sklearn.model_selection import GroupShuffleSplit
from sklearn.metrics import mean_squared_error

cars = pd.read_csv("used_cars.csv")
cars = cars.dropna(subset=["price"])
cars["age"] = 2023 - cars["year"]
# missing mileage: typical for the brand
cars["odometer"] = cars["odometer"].fillna(cars.groupby("brand")["odometer"].transform("median"))  # leak: L5
cars["brand"] = cars["brand"].astype("category")

gss = GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=10)
tr, te = next(gss.split(cars, groups=cars["seller_id"]))
cols = ["brand", "age", "odometer", "engine_cc"]
g = lgb.LGBMRegressor(n_estimators=250)
g.fit(cars.iloc[tr][cols], cars.iloc[tr]["price"])
rmse = mean_squared_error(cars.iloc[te]["price"], g.predict(cars.iloc[te][cols])) ** 0.5
print(f"rmse={rmse:.1f}")
