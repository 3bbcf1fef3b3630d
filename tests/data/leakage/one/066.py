import pandas as pd
from sklearn.linear_model import SGDRegressor
from sklearn.metrics import mean_absolute_percentage_error
from sklearn.preprocessing import StandardScaler

sales = pd.read_csv("sales.csv", parse_dates=["date"])
sales = sales[sales["open"] == 1]
sales["dow"] = sales["date"].dt.dayofweek
sales["promo_dow"] = sales["promo"] * sales["dow"]
cols = ["dow", "promo", "promo_dow", "price"]

df = sales.loc[sales["date"] < "2015-06-01"].copy()
later = sales.loc[sales["date"] >= "2015-06-01"].copy()

z = StandardScaler()
df[cols] = z.fit_transform(df[cols])
later[cols] = z.transform(later[cols])

sgd = SGDRegressor(random_state=0)
sgd.fit(df[cols], df["sales"])
print("MAPE", mean_absolute_percentage_error(later["sales"], sgd.predict(later[cols])))
