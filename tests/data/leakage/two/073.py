# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import missingno as msno
from sklearn.model_selection import cross_val_score
from sklearn.ensemble import RandomForestRegressor

train = pd.read_csv('bike/train.csv', parse_dates=['datetime'])
test = pd.read_csv('bike/test.csv', parse_dates=['datetime'])

# %%
train.sample(5)

# %%
train.hist(bins=30, figsize=(15, 10))
plt.tight_layout()
plt.show()

# %%
train.memory_usage(deep=True).sum() / 1024**2

# %%
msno.matrix(train)

# %%
# ## Exploratory data analysis
train.describe(include='all')

# %%
# from pandas_profiling import ProfileReport
# ProfileReport(train)

# %%
def add_time(d):
    d['hour'] = d['datetime'].dt.hour
    d['dow'] = d['datetime'].dt.dayofweek
    d['month'] = d['datetime'].dt.month
    d['year'] = d['datetime'].dt.year
    return d

train, test = add_time(train), add_time(test)

# %%
cols = ['temp', 'atemp', 'humidity', 'windspeed']
both = pd.concat([train[cols], test[cols]], ignore_index=True)
lo, hi = both.min(), both.max()  # leak: L2
train[cols] = (train[cols] - lo) / (hi - lo)
test[cols] = (test[cols] - lo) / (hi - lo)

# %%
feats = cols + ['hour', 'dow', 'month', 'year', 'season', 'holiday', 'workingday', 'weather']
y = np.log1p(train['count'])
rf = RandomForestRegressor(n_estimators=400, min_samples_leaf=2, n_jobs=-1)
s = np.sqrt(-cross_val_score(rf, train[feats], y, cv=5, scoring='neg_mean_squared_error'))
print('rmsle', s.mean())

# %%
rf.fit(train[feats], y)
sub = test[['datetime']].copy()
sub['count'] = np.expm1(rf.predict(test[feats]))
sub.to_csv('bike_sub.csv', index=False)
