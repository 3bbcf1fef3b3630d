import numpy as np
import pandas as pd
import pickle
from sklearn.metrics import mean_absolute_error
from sklearn.utils import shuffle
from sklearn.model_selection import KFold
from scipy import stats
from sklearn.linear_model import Ridge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.ensemble import RandomForestRegressor
from sklearn.base import clone
import warnings
warnings.filterwarnings('ignore')

from dataclasses import dataclass, field


@dataclass
class Preprocessor:
    numeric: list
    categorical: list
    stats: dict = field(default_factory=dict)

    def fit(self, df):
        self.stats['mean'] = df[self.numeric].mean()
        self.stats['std'] = df[self.numeric].std().replace(0, 1)
        self.stats['levels'] = {c: sorted(df[c].dropna().unique()) for c in self.categorical}
        return self

    def transform(self, df):
        num = (df[self.numeric] - self.stats['mean']) / self.stats['std']
        parts = [num.fillna(0).values]
        for c in self.categorical:
            for lv in self.stats['levels'][c]:
                parts.append((df[c] == lv).values[:, None].astype(float))
        return np.hstack(parts)

    def fit_transform(self, df):
        return self.fit(df).transform(df)


class Model:
    def __init__(self, prep, est):
        self.prep, self.est = prep, est

    def fit(self, df, y):
        self.est.fit(self.prep.fit_transform(df), y)
        return self

    def predict(self, df):
        return self.est.predict(self.prep.transform(df))


def cv(df, y, factory, k=5):
    out = []
    for tr, te in KFold(k, shuffle=True, random_state=0).split(df):
        m = factory().fit(df.iloc[tr], y.iloc[tr])
        out.append(mean_absolute_error(y.iloc[te], m.predict(df.iloc[te])))
    return np.mean(out), np.std(out)


df = pd.read_csv('rents.csv')
y = df.pop('rent')
NUM, CAT = ['sqm', 'rooms', 'floor', 'year'], ['district', 'heating', 'condition']
for est in (Ridge(1.0), KNeighborsRegressor(10), RandomForestRegressor(200)):
    mu, sd = cv(df, y, lambda: Model(Preprocessor(NUM, CAT), clone(est)))
    print(type(est).__name__, 'MAE %.1f +- %.1f' % (mu, sd))

final = Model(Preprocessor(NUM, CAT), RandomForestRegressor(400)).fit(df, y)
pickle.dump(final, open('rent.pkl', 'wb'))
