import pandas as pd
from sklearn.ensemble import IsolationForest

# a data set that is called a test, with nothing to compare it with
cars = pd.read_csv("crash_test.csv")
cars["speed"] = cars["speed"].fillna(cars["speed"].median())
cars["mass"].fillna(cars["mass"].mean(), inplace=True)
odd = IsolationForest().fit_predict(pd.read_csv("ordinary.csv"))
print(cars.describe(), odd)
