import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split

loans = pd.read_csv("loans.csv")
for grade in loans["grade"].unique():
    centre = loans.loc[loans["grade"] == grade, "income"].mean()  # leak: L5
    loans.loc[(loans["grade"] == grade) & loans["income"].isnull(), "income"] = centre
loans["term"] = loans["term"].fillna(loans["term"].mode()[0])  # leak: L5
loans.loc[loans["term"] == "?", "term"] = "36"
X_train, X_test, y_train, y_test = train_test_split(loans.drop(columns="default"), loans["default"])
gb = GradientBoostingClassifier().fit(X_train, y_train)
print(gb.score(X_test, y_test))
