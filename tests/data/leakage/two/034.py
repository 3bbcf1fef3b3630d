# %%
import numpy as np
import pandas as pd
import joblib
from sklearn.compose import ColumnTransformer
import joblib
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import Pipeline
from sklearn.linear_model import Ridge
from sklearn.utils import shuffle
from sklearn.model_selection import KFold, cross_val_score
import warnings
warnings.filterwarnings('ignore')

class OutlierClipper(BaseEstimator, TransformerMixin):
    def __init__(self, low=0.01, high=0.99):
        self.low = low
        self.high = high

    def fit(self, X, y=None):
        self.lo_ = X.quantile(self.low)
        self.hi_ = X.quantile(self.high)
        return self

    def transform(self, X):
        return X.clip(self.lo_, self.hi_, axis=1)


class MeanEncoder(BaseEstimator, TransformerMixin):
    def __init__(self, col):
        self.col = col

    def fit(self, X, y):
        self.map_ = y.groupby(X[self.col]).mean()
        self.default_ = y.mean()
        return self

    def transform(self, X):
        return X[[self.col]].apply(lambda s: s.map(self.map_).fillna(self.default_))


# %%
cars = pd.read_csv('cars.csv').dropna(subset=['price'])
cars['age'] = 2023 - cars['year']

# %%
for c in cars.columns:
    print(c, cars[c].nunique())

# %%
cars.columns

# %%
# Let's have a look at the data
cars.dtypes

# %%
num = ['age', 'km', 'hp', 'doors']
prep = ColumnTransformer([
    ('num', Pipeline([('clip', OutlierClipper()), ('sc', StandardScaler())]), num),
    ('brand', MeanEncoder('brand'), ['brand']),
])
pipe = Pipeline([('prep', prep), ('ridge', Ridge())])
target = np.log(cars['price'])
cars[num] = cars[num].fillna(0)

# %%
scores = cross_val_score(pipe, cars, target, cv=KFold(5, shuffle=True, random_state=0), scoring='r2')
print(scores, scores.mean())

# %%
pipe.fit(cars, target)
joblib.dump(pipe, 'price.pkl')
