# %%
import numpy as np
import pandas as pd
from sklearn.cluster import MiniBatchKMeans
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

# %%
df1 = pd.read_csv("airbnb.csv")
df1["price"] = df1["price"].str.replace(r"[$,]", "", regex=True).astype(float)
df1 = df1[df1.price.between(10, 1000)].reset_index(drop=True)
df1["reviews_per_month"] = df1["reviews_per_month"].fillna(0)
df1 = pd.get_dummies(df1, columns=["room_type", "cancellation_policy"], dtype=int)

# %%
_, test_ix = train_test_split(df1.index, test_size=0.25, random_state=70)
df1["is_train"] = ~df1.index.isin(test_ix)

# %%
geo = MiniBatchKMeans(60, n_init=5, random_state=0)
geo.fit(df1.loc[df1.is_train, ["latitude", "longitude"]].values)
df1["zone"] = geo.predict(df1[["latitude", "longitude"]].values)

zone_price = df1[df1["is_train"]].groupby("zone")["price"].median()
df1["zone_price"] = df1["zone"].map(zone_price)

nums = ["accommodates", "minimum_nights", "reviews_per_month", "zone_price"]
sc = StandardScaler().fit(df1.loc[df1.is_train, nums])
df1[nums] = sc.transform(df1[nums])

# %%
cols = nums + [c for c in df1 if c.startswith(("room_type_", "cancellation_"))]
trn, tst = df1[df1.is_train], df1[~df1.is_train]
rf = RandomForestRegressor(400, min_samples_leaf=3, n_jobs=-1).fit(trn[cols], np.log(trn.price))
print("MAE $", mean_absolute_error(tst.price, np.exp(rf.predict(tst[cols]))))
