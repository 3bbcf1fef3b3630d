import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import xgboost as xgb
import pandas as pd

def rmspe(y, yhat):
    return np.sqrt(np.mean(((y - yhat) / y) ** 2))


print('loading')
store = pd.read_csv('store.csv')
df = pd.read_csv('rossmann.csv', parse_dates=['Date'], low_memory=False)
df = df[(df.Open == 1) & (df.Sales > 0)].merge(store, on='Store')
df['Month'] = df.Date.dt.month
df['Day'] = df.Date.dt.day
df['StateHoliday'] = df['StateHoliday'].map({'0': 0, 'a': 1, 'b': 2, 'c': 3}).fillna(0)
df['CompetitionDistance'] = df['CompetitionDistance'].fillna(100000)
features = ['Store', 'DayOfWeek', 'Promo', 'Month', 'Day', 'StateHoliday', 'SchoolHoliday', 'CompetitionDistance']

train = df[df.Date < '2015-06-15']
test = df[df.Date >= '2015-06-15']
print(len(train), len(test))

dtrain = xgb.DMatrix(train[features], np.log1p(train.Sales))
dtest = xgb.DMatrix(test[features], np.log1p(test.Sales))
params = {'objective': 'reg:squarederror', 'eta': 0.1, 'max_depth': 10, 'subsample': 0.85, 'colsample_bytree': 0.4}
watchlist = [(dtrain, 'train'), (dtest, 'test')]
bst = xgb.train(params, dtrain, 3000, evals=watchlist, early_stopping_rounds=100, verbose_eval=100)  # leak: L6

print('best', bst.best_iteration)
yhat = np.expm1(bst.predict(dtest, iteration_range=(0, bst.best_iteration + 1)))
print('RMSPE on test: {:.6f}'.format(rmspe(test.Sales.values, yhat)))
xgb.plot_importance(bst)
plt.savefig('importance.png')
