# a list comprehension that fits
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LinearRegression, Ridge, Lasso

df = pd.read_csv("cars.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("price", axis=1), df["price"])
fits = [m.fit(X_train, y_train) for m in (LinearRegression(), Ridge(alpha=3), Lasso())]
print([round(m.score(X_test, y_test), 3) for m in fits])  # leak: L8
