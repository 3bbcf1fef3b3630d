# enumerated seeds, and enumerated rows of a report
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestRegressor

df = pd.read_csv("cars.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("price", axis=1), df["price"])
for i, seed in enumerate([3, 14, 15]):
    model = RandomForestRegressor(random_state=seed).fit(X_train, y_train)
    print(i, model.score(X_test, y_test))
for i, column in enumerate(X_train.columns):
    print(i, column, model.feature_importances_[i])
