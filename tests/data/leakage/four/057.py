# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import StratifiedShuffleSplit, cross_val_score, train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import Pipeline
from sklearn.compose import ColumnTransformer

# %%
kc = pd.read_csv("kc_house_data.csv")
kc["yr"] = kc["date"].str[:4].astype(int)
kc = kc.drop(columns=["id", "date"])
kc.hist(bins=50, figsize=(20, 15))

# %%
# stratify on living area, fixed edges
kc["area_cat"] = pd.cut(kc["sqft_living"], bins=[0, 1000, 1500, 2000, 3000, np.inf], labels=[1, 2, 3, 4, 5])
split = StratifiedShuffleSplit(n_splits=1, test_size=0.2, random_state=42)
for train_index, test_index in split.split(kc, kc["area_cat"]):
    strat_train = kc.iloc[train_index].drop(columns="area_cat")
    strat_test = kc.iloc[test_index].drop(columns="area_cat")

# %%
houses = strat_train.drop(columns="price")
labels = strat_train["price"].copy()
strat_train.corr()["price"].sort_values(ascending=False)

# %%
class Ratios(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        return self
    def transform(self, X):
        X = X.copy()
        X["lot_ratio"] = X["sqft_living"] / X["sqft_lot"]
        X["bed_bath"] = X["bedrooms"] / (X["bathrooms"] + 1)
        X["age"] = X["yr"] - X["yr_built"]
        return X

# %%
num = Pipeline([("imp", SimpleImputer(strategy="median")), ("std", StandardScaler())])
cats = ["zipcode", "view", "condition"]
nums = [c for c in houses.columns if c not in cats] + ["lot_ratio", "bed_bath", "age"]
prep = Pipeline([("ratios", Ratios()),
                 ("ct", ColumnTransformer([("n", num, nums), ("c", OneHotEncoder(handle_unknown="ignore"), cats)]))])
prepared = prep.fit_transform(houses)

# %%
# inner CV on the training part
for m in (LinearRegression(), RandomForestRegressor(n_estimators=60, n_jobs=-1, random_state=42)):
    sc = np.sqrt(-cross_val_score(m, prepared, labels, scoring="neg_mean_squared_error", cv=5))
    print(type(m).__name__, sc.mean(), sc.std())

# %%
forest = RandomForestRegressor(n_estimators=200, n_jobs=-1, random_state=42).fit(prepared, labels)
X_test = prep.transform(strat_test.drop(columns="price"))
print("final rmse", mean_squared_error(strat_test["price"], forest.predict(X_test)) ** .5)
