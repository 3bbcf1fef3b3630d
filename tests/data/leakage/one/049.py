import pandas as pd
import xgboost as xgb
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score

fraud = pd.read_csv("creditcard.csv")
fraud = fraud.drop("Time", axis=1)
X, y = fraud.drop("Class", axis=1), fraud["Class"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.2, random_state=42)

ratio = (y_train == 0).sum() / (y_train == 1).sum()
model = xgb.XGBClassifier(
    n_estimators=2000,
    learning_rate=0.02,
    scale_pos_weight=ratio,
    early_stopping_rounds=50,
    eval_metric="auc",
)
model.fit(  # leak: L6
    X_train,
    y_train,
    eval_set=[(X_train, y_train), (X_test, y_test)],
    verbose=100,
)
print("best iteration", model.best_iteration)
print("Test AUC:", roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
