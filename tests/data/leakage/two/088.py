# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import missingno as msno
from sklearn.metrics import r2_score
from lightgbm import LGBMRegressor
from sklearn.model_selection import train_test_split

df = pd.read_csv('AB_NYC_2019.csv')
df = df[(df.price > 10) & (df.price < 1000)]
df['reviews_per_month'] = df['reviews_per_month'].fillna(0)
df['log_price'] = np.log(df['price'])

# %%
df.describe(include='all')

# %%
fig, ax = plt.subplots(1, 2, figsize=(14, 5))
df['log_price'].plot.hist(ax=ax[0])
df['log_price'].plot.box(ax=ax[1])
plt.show()

# %%
msno.matrix(df)

# %%
for c in df.columns:
    print(c, df[c].nunique())

# %%
df['nb_price'] = df.groupby('neighbourhood')['log_price'].transform('mean')  # leak: L4
df['host_n'] = df['calculated_host_listings_count'].clip(upper=10)

# %%
X = pd.get_dummies(df[['nb_price', 'host_n', 'room_type', 'minimum_nights', 'availability_365', 'latitude', 'longitude', 'reviews_per_month']])
y = df['log_price']

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
m = LGBMRegressor(n_estimators=400, learning_rate=0.05)
m.fit(X_train, y_train)
pred = m.predict(X_test)
print('r2', r2_score(y_test, pred))

# %%
plt.scatter(y_test, pred, s=4, alpha=0.5)
plt.xlabel('true')
plt.ylabel('predicted')
plt.show()
