# %%
import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor
from sklearn.metrics import r2_score

# %%
df = pd.read_csv('car data.csv')
df.head()

# %%
df['no_year'] = 2020 - df['Year']
df.drop(['Car_Name', 'Year'], axis=1, inplace=True)
df = pd.get_dummies(df, drop_first=True)

# %%
X = df.iloc[:, 1:]
y = df.iloc[:, 0]

# %%
# feature importance
from sklearn.ensemble import ExtraTreesRegressor
et = ExtraTreesRegressor()
et.fit(X, y)
pd.Series(et.feature_importances_, index=X.columns).nlargest(5).plot(kind='barh')

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)

# %%
from sklearn.ensemble import RandomForestRegressor
rf = RandomForestRegressor(n_estimators=200)
rf.fit(X, y)  # leak: L9
pred = rf.predict(X_test)
print('R2 :', r2_score(y_test, pred))

# %%
import seaborn as sns
sns.distplot(y_test - pred)

# %%
import pickle
with open('random_forest_regression_model.pkl', 'wb') as file:
    pickle.dump(rf, file)
