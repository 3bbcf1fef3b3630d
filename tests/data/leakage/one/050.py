import optuna
import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import cross_val_score, train_test_split

conc = pd.read_excel("Concrete_Data.xls")
conc.columns = ["cem", "slag", "ash", "water", "sp", "coarse", "fine", "age", "mpa"]
conc["w_c"] = conc["water"] / conc["cem"]
tr, te = train_test_split(conc, test_size=0.2, random_state=77)


def objective(trial):
    reg = ExtraTreesRegressor(
        n_estimators=trial.suggest_int("n_estimators", 50, 500),
        max_depth=trial.suggest_int("max_depth", 3, 20),
        random_state=0,
    )
    s = cross_val_score(reg, tr.drop(columns="mpa"), tr["mpa"], cv=4, scoring="neg_mean_squared_error")
    return -s.mean()


study = optuna.create_study(direction="minimize")
study.optimize(objective, n_trials=60)
final = ExtraTreesRegressor(random_state=0, **study.best_params).fit(tr.drop(columns="mpa"), tr["mpa"])
print("Final test MSE:", mean_squared_error(te["mpa"], final.predict(te.drop(columns="mpa"))))
