# %%
import numpy as np
import matplotlib.pyplot as plt
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.datasets import fetch_california_housing
from xgboost import XGBRegressor
import warnings
warnings.filterwarnings('ignore')

housing = fetch_california_housing(as_frame=True).frame
housing['rooms_per_hh'] = housing['AveRooms'] / housing['AveOccup']
housing = housing[housing['MedHouseVal'] < 5.0]

# %%
housing.info()

# %%
# ### Missing values
housing.describe().T

# %%
# from pandas_profiling import ProfileReport
# ProfileReport(housing)

# %%
# TODO: write some text here
housing.groupby('MedHouseVal').mean(numeric_only=True)

# %%
X = housing.drop(columns='MedHouseVal')
y = housing['MedHouseVal']
X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
X_train, X_valid, y_train, y_valid = train_test_split(X_rest, y_rest, test_size=0.2, random_state=0)

# %%
reg = XGBRegressor(n_estimators=3000, learning_rate=0.03, max_depth=6, early_stopping_rounds=50)
reg.fit(X_train, y_train, eval_set=[(X_train, y_train), (X_valid, y_valid)], verbose=200)
hist = reg.evals_result()
plt.plot(hist['validation_0']['rmse'])
plt.plot(hist['validation_1']['rmse'])
plt.show()

# %%
print('best iteration', reg.best_iteration)
y_pred = reg.predict(X_test)
print('RMSE', np.sqrt(mean_squared_error(y_test, y_pred)), 'R2', r2_score(y_test, y_pred))

# %%
plt.plot(np.array(y_test)[:100], label='true')
plt.plot(y_pred[:100], label='pred')
plt.legend()

# %%
plt.scatter(y_test, y_pred, s=4, alpha=0.5)
plt.xlabel('true')
plt.ylabel('predicted')
plt.show()

# %%
reg_all = XGBRegressor(n_estimators=reg.best_iteration + 1, learning_rate=0.03, max_depth=6)
reg_all.fit(X, y)
reg_all.save_model('housing.json')
