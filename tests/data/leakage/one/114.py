import optuna
import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

conc = pd.read_excel("Concrete_Data.xls")
conc.columns = ["cem", "slag", "ash", "water", "sp", "coarse", "fine", "age", "mpa"]
tr, te = train_test_split(conc, test_size=0.2, random_state=77)
xtr, ytr = tr.drop(columns="mpa"), tr["mpa"]
xte, yte = te.drop(columns="mpa"), te["mpa"]


def objective(trial):
    reg = ExtraTreesRegressor(
        n_estimators=trial.suggest_int("n_estimators", 50, 500),
        max_depth=trial.suggest_int("max_depth", 3, 20),
        random_state=0,
    )
    reg.fit(xtr, ytr)
    return mean_squared_error(yte, reg.predict(xte))  # leak: L6


study = optuna.create_study(direction="minimize")
study.optimize(objective, n_trials=60)
final = ExtraTreesRegressor(random_state=0, **study.best_params).fit(xtr, ytr)
print("Final test MSE:", mean_squared_error(yte, final.predict(xte)))
