import numpy as np
import pandas as pd
import argparse
from sklearn.model_selection import KFold
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_squared_error
from sklearn.utils import shuffle
import warnings
warnings.filterwarnings('ignore')

import category_encoders as ce

CAT = ['brand', 'model', 'fuel', 'gearbox']


class Trainer:
    """five fold LightGBM"""

    def __init__(self, params, n_splits=5, seed=1):
        self.params = params
        self.n_splits = n_splits
        self.seed = seed
        self.models = []

    def prepare(self, df):
        df = df.copy()
        df['age'] = 2020 - df['year']
        df[CAT] = df[CAT].fillna('missing')
        y = np.log1p(df.pop('price'))
        enc = ce.TargetEncoder(cols=CAT, smoothing=5)
        X = enc.fit_transform(df, y)  # leak: L4
        return X, y

    def fit(self, df):
        X, y = self.prepare(df)
        oof = np.zeros(len(X))
        kf = KFold(self.n_splits, shuffle=True, random_state=self.seed)
        for a, b in kf.split(X):
            m = LGBMRegressor(**self.params)
            m.fit(X.iloc[a], y.iloc[a])
            oof[b] = m.predict(X.iloc[b])
            self.models.append(m)
        self.score_ = np.sqrt(mean_squared_error(y, oof))
        return self


if __name__ == '__main__':
    ap = argparse.ArgumentParser()
    ap.add_argument('--train', default='cars_train.csv')
    ap.add_argument('--lr', type=float, default=0.05)
    args = ap.parse_args()
    t = Trainer({'n_estimators': 500, 'learning_rate': args.lr})
    t.fit(pd.read_csv(args.train))
    print('CV RMSLE', t.score_)
