import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import Pipeline


class BrandMedian(BaseEstimator, TransformerMixin):
    """fill column by the median of its group"""

    def __init__(self, col, by):
        self.col = col
        self.by = by

    def fit(self, X, y=None):
        self.medians_ = X.groupby(self.by)[self.col].median()
        self.default_ = X[self.col].median()
        return self

    def transform(self, X):
        X = X.copy()
        X[self.col] = X[self.col].fillna(X[self.by].map(self.medians_)).fillna(self.default_)
        return X.drop(columns=self.by)


cars = pd.read_csv("used_cars.csv").dropna(subset=["price"])
X = cars[["brand", "odometer", "year"]]
pipe = Pipeline([("fill", BrandMedian("odometer", "brand")), ("rf", RandomForestRegressor(100))])
print(cross_val_score(pipe, X, cars["price"], cv=5, scoring="neg_mean_absolute_error"))
