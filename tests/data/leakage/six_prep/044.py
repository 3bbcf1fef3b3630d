import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

ship = pd.read_csv("passengers.csv")
with_age = ship[ship["age"].notna()]
no_age = ship[ship["age"].isna()]
guess = RandomForestRegressor()
guess.fit(with_age[["fare", "class"]], with_age["age"])  # leak: L1
ship.loc[no_age.index, "age"] = guess.predict(no_age[["fare", "class"]])
X_train, X_test, y_train, y_test = train_test_split(ship[["age", "fare"]], ship["survived"])
clf = LogisticRegression().fit(X_train, y_train)
print(clf.score(X_test, y_test))
