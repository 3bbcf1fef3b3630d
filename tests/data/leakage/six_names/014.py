import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, MinMaxScaler
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split

visits = pd.read_csv("visits.csv", parse_dates=["day"])
calendar = pd.DataFrame({"day": pd.date_range(visits["day"].min(), visits["day"].max())})
visits = calendar.merge(visits, on="day", how="left")
visits["guests"] = visits["guests"].fillna(visits["guests"].median())  # leak: L5
cut = int(len(visits) * 0.8)
train, test = visits[:cut], visits[cut:]
model = Ridge().fit(train[["guests"]], train["sales"])
print(model.score(test[["guests"]], test["sales"]))
