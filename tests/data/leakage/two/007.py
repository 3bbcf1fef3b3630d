# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.model_selection import train_test_split, RandomizedSearchCV
from sklearn.metrics import mean_absolute_error
from sklearn.metrics import r2_score
from sklearn.ensemble import RandomForestRegressor

df = pd.read_csv('students.csv', sep=';')
y = df['G3']
X = pd.get_dummies(df.drop(columns=['G1', 'G2', 'G3']))

# %%
df.describe().T

# %%
# TODO: write some text here
# from pandas_profiling import ProfileReport
# ProfileReport(df)

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=31)
search = RandomizedSearchCV(RandomForestRegressor(), {'max_depth': [4, 6, 8, None], 'min_samples_leaf': [1, 2, 5], 'max_features': ['sqrt', 0.5, 1.0]}, n_iter=10, cv=4, random_state=0)
search.fit(X_train, y_train)
print(search.best_params_, search.best_score_)

# %%
# more data is better, use everything for the last model
final = RandomForestRegressor(**search.best_params_)
final.fit(pd.concat([X_train, X_test]), pd.concat([y_train, y_test]))  # leak: L9

# %%
pred = final.predict(X_test)
print('final R2 on test: %.3f' % r2_score(y_test, pred))
print('final MAE on test: %.3f' % mean_absolute_error(y_test, pred))

# %%
sns.histplot(y_test - pred, bins=50)
plt.title('residuals')
plt.show()

# %%
plt.plot(np.array(y_test)[:100], label='true')
plt.plot(pred[:100], label='pred')
plt.legend()
