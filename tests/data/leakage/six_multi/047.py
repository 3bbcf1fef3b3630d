# watched in the folds, stopped by nothing
import pandas as pd
from sklearn.model_selection import train_test_split, cross_val_score

from xgboost import XGBClassifier

df = pd.read_csv("credit.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("bad", axis=1), df["bad"])
X_fit, X_stop, y_fit, y_stop = train_test_split(X_train, y_train)
booster = XGBClassifier(early_stopping_rounds=50)
extra = {"eval_set": [(X_stop, y_stop)]}
print(cross_val_score(booster, X_fit, y_fit, cv=5, params=extra))
plain = XGBClassifier()
print(cross_val_score(plain, X_train, y_train, params={"eval_set": [(X_test, y_test)]}))
plain.fit(X_train, y_train)
print(plain.score(X_test, y_test))
