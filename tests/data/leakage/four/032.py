import pandas as pd
import numpy as np
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import mean_squared_error

DATA = "data/rossmann/"


def rmspe(y, p):
    m = y > 0
    return np.sqrt(np.mean(((y[m] - p[m]) / y[m]) ** 2))


df = pd.read_csv(DATA + "train.csv", parse_dates=["Date"], low_memory=False)
store = pd.read_csv(DATA + "store.csv")
df = df.merge(store, on="Store", how="left")
df = df[df["Open"] == 1]

df["CompetitionDistance"] = df["CompetitionDistance"].fillna(df["CompetitionDistance"].median())  # leak: L5
df["dow"] = df["Date"].dt.dayofweek
df["month"] = df["Date"].dt.month
df["StateHoliday"] = (df["StateHoliday"].astype(str) != "0").astype(int)

# average sales of the store are a very strong feature
df["store_mean"] = df.groupby("Store")["Sales"].transform("mean")  # leak: L4

df = pd.get_dummies(df, columns=["StoreType", "Assortment", "dow", "month"])
drop = ["Date", "Sales", "Customers", "PromoInterval", "Store",
        "CompetitionOpenSinceMonth", "CompetitionOpenSinceYear",
        "Promo2SinceWeek", "Promo2SinceYear"]

last = df["Date"].max() - pd.Timedelta(days=42)
tr, te = df[df["Date"] <= last], df[df["Date"] > last]
Xtr, Xte = tr.drop(columns=drop), te.drop(columns=drop)
ytr, yte = np.log1p(tr["Sales"]), te["Sales"].values

sc = StandardScaler()
Xtr = sc.fit_transform(Xtr)
Xte = sc.transform(Xte)

model = Ridge(alpha=10)
model.fit(Xtr, ytr)
pred = np.expm1(model.predict(Xte))
print("rmspe", rmspe(yte, pred))
print("rmse ", mean_squared_error(yte, pred) ** 0.5)
