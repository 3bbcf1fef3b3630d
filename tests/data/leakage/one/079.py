import numpy as np
import pandas as pd
from sklearn.linear_model import Lasso
from sklearn.model_selection import train_test_split

house = pd.read_csv("kc_house_data.csv")
house["date"] = pd.to_datetime(house["date"].str[:8])
house["sold_month"] = house["date"].dt.month
house["age"] = house["date"].dt.year - house["yr_built"]
house["sqft_ratio"] = house["sqft_living"] / house["sqft_lot"]
house["log_lot"] = np.log1p(house["sqft_lot"])
house = house.drop(columns=["id", "date", "yr_built"])
house = pd.get_dummies(house, columns=["zipcode"])
house = house[house.bedrooms < 12]
house = house.dropna()

y = np.log(house["price"])
X = house.drop("price", axis=1)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=3)
lasso = Lasso(alpha=1e-3, max_iter=5000).fit(X_train, y_train)
print("R2:", lasso.score(X_test, y_test))
