# scored on everything although there is a split
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score

df = pd.read_csv("advertising.csv")
X, y = df[["tv", "radio"]], df["sales"]
X_train, X_test, y_train, y_test = train_test_split(X, y)
line = LinearRegression().fit(X_train, y_train)
print("R2 =", r2_score(y, line.predict(X)))  # leak: L9
