#!/usr/bin/env python
# walk-forward evaluation for electricity load
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit
from sklearn.preprocessing import StandardScaler

load = pd.read_csv('entsoe_load_de.csv', parse_dates=['time'], index_col='time')['load']
load = load.asfreq('h').ffill(limit=3)

feat = pd.DataFrame({'lag24': load.shift(24), 'lag168': load.shift(168)})
feat['roll24'] = load.shift(24).rolling(24).mean()
feat['hour'] = feat.index.hour
feat['dow'] = feat.index.dayofweek
feat['sin'] = np.sin(2 * np.pi * feat.index.dayofyear / 365.25)
feat['cos'] = np.cos(2 * np.pi * feat.index.dayofyear / 365.25)
feat = pd.get_dummies(feat, columns=['hour', 'dow'])
ok = feat.notna().all(axis=1) & load.notna()
feat, load = feat[ok], load[ok]
print('average load', load.mean(), 'MW, peak', load.max())


def standardise(train, *others):
    s = StandardScaler().fit(train)
    return [s.transform(a) for a in (train,) + others]


mape = []
for train_ix, test_ix in TimeSeriesSplit(n_splits=8).split(feat):
    a, b = standardise(feat.iloc[train_ix].astype(float), feat.iloc[test_ix].astype(float))
    ytr, yte = load.iloc[train_ix], load.iloc[test_ix]
    centre = ytr.mean()
    m = Ridge(alpha=1.0).fit(a, ytr - centre)
    p = m.predict(b) + centre
    mape.append(np.mean(np.abs(p - yte) / yte) * 100)
    print(yte.index[0].date(), '-', yte.index[-1].date(), 'MAPE %.2f%%' % mape[-1])

print('mean MAPE %.2f%%' % np.mean(mape))
naive = np.mean(np.abs(load - feat['lag168']) / load) * 100
print('seasonal naive %.2f%%' % naive)
