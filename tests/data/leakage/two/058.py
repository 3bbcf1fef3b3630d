# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
import optuna
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_squared_error
from sklearn.metrics import mean_absolute_error
from lightgbm import LGBMRegressor

df = pd.read_csv('abalone.csv')
df = pd.get_dummies(df, columns=['Sex'])

# %%
df.describe(include='all')

# %%
plt.figure(figsize=(12, 8))
sns.heatmap(df.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# %%
# ## Exploratory data analysis
df.groupby('Rings').mean(numeric_only=True)

# %%
X, y = df.drop(columns='Rings'), df['Rings']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=2)

# %%
def objective(trial):
    params = {
        'num_leaves': trial.suggest_int('num_leaves', 8, 256, log=True),
        'learning_rate': trial.suggest_float('learning_rate', 0.01, 0.3, log=True),
        'min_child_samples': trial.suggest_int('min_child_samples', 5, 100),
        'n_estimators': trial.suggest_int('n_estimators', 50, 800),
    }
    m = LGBMRegressor(**params, verbose=-1)
    m.fit(X_train, y_train)
    return mean_squared_error(y_test, m.predict(X_test))  # leak: L6

# %%
study = optuna.create_study(direction='minimize')
study.optimize(objective, n_trials=100)
print(study.best_params)
optuna.visualization.matplotlib.plot_optimization_history(study)

# %%
best = LGBMRegressor(**study.best_params)
best.fit(X_train, y_train)
pred = best.predict(X_test)
print('RMSE', mean_squared_error(y_test, pred) ** 0.5)
print('MAE', mean_absolute_error(y_test, pred))

# %%
plt.plot(np.array(y_test)[:100], label='true')
plt.plot(pred[:100], label='pred')
plt.legend()

# %%
sns.histplot(y_test - pred, bins=50)
plt.title('residuals')
plt.show()
