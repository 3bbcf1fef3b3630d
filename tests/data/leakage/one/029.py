import pandas as pd
import lightgbm as lgb
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import GroupShuffleSplit

cars = pd.read_csv("used_cars.csv")
cars = cars.dropna(subset=["price"])
cars["age"] = 2023 - cars["year"]
a, b = next(GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=10).split(cars, groups=cars["seller_id"]))
fit_part, eval_part = cars.iloc[a].copy(), cars.iloc[b].copy()

typical = fit_part.groupby("brand")["odometer"].median()
overall = fit_part["odometer"].median()
for part in (fit_part, eval_part):
    part["odometer"] = part["odometer"].fillna(part["brand"].map(typical)).fillna(overall)

cols = ["age", "odometer", "engine_cc"]
g = lgb.LGBMRegressor(n_estimators=250)
g.fit(fit_part[cols], fit_part["price"])
print("rmse", mean_squared_error(eval_part["price"], g.predict(eval_part[cols])) ** 0.5)
