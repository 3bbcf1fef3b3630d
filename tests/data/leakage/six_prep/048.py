import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OrdinalEncoder, StandardScaler

houses = pd.read_csv("coast.csv")
houses["near"] = OrdinalEncoder().fit_transform(houses[["near"]])
houses["z"] = StandardScaler().fit_transform(houses[["age"]])
houses.hist(column="near")
houses.drop("near", axis=1, inplace=True)
del houses["z"]
X_train, X_test, y_train, y_test = train_test_split(houses.drop(columns="value"), houses["value"])
ols = LinearRegression().fit(X_train, y_train)
print(ols.score(X_test, y_test))
