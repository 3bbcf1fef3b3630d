# In[ ]:
import catboost as cb
import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_percentage_error
from sklearn.model_selection import train_test_split

# In[ ]:
flats = pd.read_csv("flats.csv", parse_dates=["posted"])
flats = flats[flats.price.between(20_000, 3_000_000)]
flats = flats.dropna(subset=["district", "area", "price"])

# In[ ]:
flats["ppm"] = flats["price"] / flats["area"]
flats["month"] = flats.posted.dt.month
flats["is_top_floor"] = (flats.floor == flats.floors_total).astype(int)

# In[ ]:
district_ppm = flats.groupby("district")["ppm"].mean()  # leak: L4
flats["district_ppm"] = flats["district"].map(district_ppm)

# In[ ]:
cols = ["area", "rooms", "floor", "floors_total", "is_top_floor", "month", "district_ppm"]
tr, te = train_test_split(flats, test_size=0.2, random_state=77)

reg = cb.CatBoostRegressor(iterations=1500, learning_rate=0.05, depth=7, verbose=200)
reg.fit(tr[cols], np.log(tr.price))

# In[ ]:
p = np.exp(reg.predict(te[cols]))
print("MAPE: {:.2%}".format(mean_absolute_percentage_error(te.price, p)))
print(pd.Series(reg.get_feature_importance(), cols).sort_values())
