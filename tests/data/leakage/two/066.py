# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import TimeSeriesSplit
from sklearn.metrics import mean_absolute_error
import matplotlib.pyplot as plt
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import RidgeCV

df = pd.read_csv('energy.csv', parse_dates=['ts']).set_index('ts').sort_index()
df['load'].plot(figsize=(16, 4))

# %%
for lag in (1, 2, 24, 48, 168):
    df[f'lag_{lag}'] = df['load'].shift(lag)
df['roll_24'] = df['load'].shift(1).rolling(24).mean()
df['roll_std'] = df['load'].shift(1).rolling(24).std()
df['hour_sin'] = np.sin(2 * np.pi * df.index.hour / 24)
df['hour_cos'] = np.cos(2 * np.pi * df.index.hour / 24)
df = df.dropna()

# %%
X, y = df.drop(columns='load'), df['load']
tss = TimeSeriesSplit(n_splits=6)
fig, ax = plt.subplots()
for i, (a, b) in enumerate(tss.split(X)):
    ax.scatter(a, [i] * len(a), c='b', s=1)
    ax.scatter(b, [i] * len(b), c='r', s=1)
plt.show()

# %%
errs = []
for a, b in tss.split(X):
    sc = StandardScaler()
    Xa = sc.fit_transform(X.iloc[a])
    Xb = sc.transform(X.iloc[b])
    ridge = RidgeCV(alphas=np.logspace(-2, 3, 20))
    ridge.fit(Xa, y.iloc[a])
    errs.append(mean_absolute_error(y.iloc[b], ridge.predict(Xb)))
    print(ridge.alpha_, errs[-1])
print('MAE', np.mean(errs))
