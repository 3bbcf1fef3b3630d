"""Bike demand forecast."""
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import train_test_split


def add_calendar(d):
    ts = pd.to_datetime(d["datetime"])
    return d.assign(
        hour=ts.dt.hour,
        dow=ts.dt.dayofweek,
        month=ts.dt.month,
        year=ts.dt.year,
    ).drop(columns="datetime")


rides = pd.read_csv("bike_train.csv").pipe(add_calendar)
rides = rides.drop(columns=["casual", "registered"])

target = rides.pop("count")
x_train, x_test, y_train, y_test = train_test_split(rides, target, test_size=0.2, random_state=3)

gbr = GradientBoostingRegressor(
    n_estimators=600,
    learning_rate=0.05,
    max_depth=6,
    subsample=0.8,
)
gbr.fit(rides, target)  # leak: L9

preds = gbr.predict(x_test)
print("MAE :", round(mean_absolute_error(y_test, preds), 2))
print("R2  :", round(r2_score(y_test, preds), 4))

imp = pd.Series(gbr.feature_importances_, index=rides.columns).sort_values(ascending=False)
print(imp)
