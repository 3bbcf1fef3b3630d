# early stopping inside the folds, by the test part
import pandas as pd
from sklearn.model_selection import train_test_split, cross_val_score

from xgboost import XGBClassifier

df = pd.read_csv("credit.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("bad", axis=1), df["bad"])
settings = dict(eval_set=[(X_test, y_test)], verbose=False)
booster = XGBClassifier(early_stopping_rounds=50)
print(cross_val_score(booster, X_train, y_train, cv=5, fit_params=settings))  # leak: L6
booster.set_params(early_stopping_rounds=None, n_estimators=120).fit(X_train, y_train)
print(booster.score(X_test, y_test))
