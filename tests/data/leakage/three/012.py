# In[1]:
import time

import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.ensemble import ExtraTreesRegressor, GradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import StandardScaler
from xgboost import XGBRegressor

# In[2]:
trips = pd.read_csv("taxi.csv", parse_dates=["pickup", "dropoff"], nrows=500_000)
trips["dur"] = (trips.dropoff - trips.pickup).dt.total_seconds() / 60
trips = trips.query("1 < dur < 180 and 0 < dist_km < 100")
trips["hour"], trips["dow"] = trips.pickup.dt.hour, trips.pickup.dt.dayofweek
trips.describe()

# In[3]:
cols = ["dist_km", "hour", "dow", "lon1", "lat1", "lon2", "lat2", "passengers"]
x_train, x_test, y_train, y_test = train_test_split(trips[cols], trips["dur"], test_size=0.2, random_state=0)
std = StandardScaler()
x_train_s = pd.DataFrame(std.fit_transform(x_train), columns=cols, index=x_train.index)
x_test_s = pd.DataFrame(std.transform(x_test), columns=cols, index=x_test.index)

# In[4]:
zoo = {
    "ridge": Ridge(),
    "knn": KNeighborsRegressor(15),
    "gbr": GradientBoostingRegressor(),
    "et": ExtraTreesRegressor(100, n_jobs=-1),
    "xgb": XGBRegressor(n_estimators=300),
    "lgb": LGBMRegressor(n_estimators=300),
}
rows = []
for name, reg in zoo.items():
    t0 = time.time()
    reg.fit(x_train_s, y_train)
    p = reg.predict(x_test_s)
    rows.append([name, mean_absolute_error(y_test, p), mean_squared_error(y_test, p) ** 0.5, r2_score(y_test, p), time.time() - t0])

# In[5]:
table = pd.DataFrame(rows, columns=["model", "mae", "rmse", "r2", "sec"]).sort_values("rmse")
table.plot.bar(x="model", y="rmse")
print(table)
