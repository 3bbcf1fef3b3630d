# training beside test
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LinearRegression

df = pd.read_csv("advertising.csv")
X, y = df[["tv", "radio"]], df["sales"]
full = LinearRegression().fit(X, y)
print("R2 of all rows", full.score(X, y))
X_train, X_test, y_train, y_test = train_test_split(X, y)
line = LinearRegression().fit(X_train, y_train)
print("train", line.score(X_train, y_train), "test", line.score(X_test, y_test))
