# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.ensemble import RandomForestRegressor, GradientBoostingRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_squared_error
from sklearn.linear_model import LinearRegression

df = pd.read_csv('ames.csv')
y = np.log1p(df['SalePrice'])
X = pd.get_dummies(df.drop(columns=['SalePrice', 'Id'])).fillna(0)

# %%
# Check the distribution
df.sample(5)

# %%
# Check the distribution
for c in df.columns:
    print(c, df[c].nunique())

# %%
df.duplicated().sum()

# %%
fig, ax = plt.subplots(1, 2, figsize=(14, 5))
df['SalePrice'].plot.hist(ax=ax[0])
df['SalePrice'].plot.box(ax=ax[1])
plt.show()

# %%
idx_tr, idx_te = train_test_split(np.arange(len(X)), test_size=0.2, random_state=77)

# %%
# level 0
rf = RandomForestRegressor(n_estimators=300, n_jobs=-1).fit(X, y)  # leak: L9
gb = GradientBoostingRegressor(n_estimators=300).fit(X, y)  # leak: L9
Z = np.column_stack([rf.predict(X), gb.predict(X)])
print(np.corrcoef(Z.T))

# %%
# level 1
meta = LinearRegression()
meta.fit(Z[idx_tr], y.iloc[idx_tr])
print(meta.coef_, meta.intercept_)
p = meta.predict(Z[idx_te])
y_te = y.iloc[idx_te]
print('blend rmse', np.sqrt(mean_squared_error(y_te, p)))

# %%
sns.histplot(y_te - p, bins=50)
plt.title('residuals')
plt.show()

# %%
plt.plot(np.array(y_te)[:100], label='true')
plt.plot(p[:100], label='pred')
plt.legend()
