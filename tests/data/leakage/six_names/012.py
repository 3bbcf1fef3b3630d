import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, MinMaxScaler
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
houses = houses.drop(houses[(houses["area"] > 4000) & (houses["price"] < 300000)].index)
scaled = StandardScaler().fit_transform(houses.drop(columns="price"))  # leak: L1
X_train, X_test, y_train, y_test = train_test_split(scaled, houses["price"], random_state=1)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
