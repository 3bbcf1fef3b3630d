# two models only
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LinearRegression
from sklearn.ensemble import RandomForestRegressor

df = pd.read_csv("cars.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("price", axis=1), df["price"])
fitted = {}
for name, m in {"linear": LinearRegression(), "forest": RandomForestRegressor()}.items():
    fitted[name] = m.fit(X_train, y_train)
for name in fitted:
    print(name, fitted[name].score(X_test, y_test))
