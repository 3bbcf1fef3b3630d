import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

ship = pd.read_csv("passengers.csv")
X_train, X_test, y_train, y_test = train_test_split(ship[["age", "fare", "class"]], ship["survived"])
with_age = X_train[X_train["age"].notna()]
guess = RandomForestRegressor()
guess.fit(with_age[["fare", "class"]], with_age["age"])
for part in (X_train, X_test):
    gaps = part["age"].isna()
    part.loc[gaps, "age"] = guess.predict(part.loc[gaps, ["fare", "class"]])
clf = LogisticRegression().fit(X_train, y_train)
print(clf.score(X_test, y_test))
