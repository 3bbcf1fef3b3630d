import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split

loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(loans.drop(columns="default"), loans["default"])
for grade in X_train["grade"].unique():
    centre = X_train.loc[X_train["grade"] == grade, "income"].mean()
    for part in (X_train, X_test):
        part.loc[(part["grade"] == grade) & part["income"].isnull(), "income"] = centre
gb = GradientBoostingClassifier().fit(X_train, y_train)
print(gb.score(X_test, y_test))
