import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

fraud = pd.read_csv("creditcard.csv").drop("Time", axis=1)
X, y = fraud.drop("Class", axis=1), fraud["Class"]
X_tmp, X_test, y_tmp, y_test = train_test_split(X, y, stratify=y, test_size=0.2, random_state=42)
X_train, X_valid, y_train, y_valid = train_test_split(X_tmp, y_tmp, stratify=y_tmp, test_size=0.2, random_state=42)

model = xgb.XGBClassifier(n_estimators=2000, learning_rate=0.02, early_stopping_rounds=50, eval_metric="auc")
model.fit(
    X_train,
    y_train,
    eval_set=[(X_train, y_train), (X_valid, y_valid)],
    verbose=100,
)
print("stopped at", model.best_iteration)
print("Test AUC:", roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
