import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

cars = pd.read_csv("cars.csv")
X_train, X_test, y_train, y_test = train_test_split(cars.drop(columns="price"), cars["price"])
middle = X_train["hp"].median()
X_train["hp"] = X_train["hp"].fillna(middle)
X_test["hp"] = X_test["hp"].fillna(middle)
X_test = X_test.fillna(X_train.mean())
X_train = X_train.fillna(X_train.mean())
print(X_test["hp"].mean())
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))
