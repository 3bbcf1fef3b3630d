import numpy as np
import optuna
import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split

SEED = 20

df = pd.read_csv("hotel_bookings.csv")
df = df.drop(columns=["reservation_status", "reservation_status_date", "company", "agent"])
df["children"] = df["children"].fillna(0)
df["nights"] = df["stays_in_weekend_nights"] + df["stays_in_week_nights"]
y = df.pop("is_canceled")
X = pd.get_dummies(df, columns=df.select_dtypes("object").columns)
X.columns = [str(c).replace("[", "").replace("]", "").replace("<", "") for c in X.columns]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=SEED)


def objective(trial):
    params = {
        "n_estimators": trial.suggest_int("n_estimators", 100, 800),
        "max_depth": trial.suggest_int("max_depth", 3, 10),
        "learning_rate": trial.suggest_float("learning_rate", 0.01, 0.3, log=True),
        "subsample": trial.suggest_float("subsample", 0.5, 1.0),
        "reg_lambda": trial.suggest_float("reg_lambda", 1e-3, 10.0, log=True),
    }
    clf = xgb.XGBClassifier(**params, tree_method="hist", random_state=SEED)
    cv = StratifiedKFold(4, shuffle=True, random_state=SEED)
    return cross_val_score(clf, X_train, y_train, cv=cv, scoring="roc_auc").mean()


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=SEED))
study.optimize(objective, n_trials=40)
print(study.best_value, study.best_params)

clf = xgb.XGBClassifier(**study.best_params, tree_method="hist", random_state=SEED)
clf.fit(X_train, y_train)
print("Test AUC:", roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]))
