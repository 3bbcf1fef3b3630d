import pandas as pd
import lightgbm as lgb
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score

app = pd.read_csv("application_train.csv")
y = app.pop("TARGET")
app = app.drop(columns=["SK_ID_CURR"]).select_dtypes("number")

X_dev, X_val, y_dev, y_val = train_test_split(app, y, test_size=0.15, stratify=y, random_state=17)

imputer_dev = SimpleImputer(strategy="median")
imputer_val = SimpleImputer(strategy="median")
X_dev_i = imputer_dev.fit_transform(X_dev)
X_val_i = imputer_val.fit_transform(X_val)  # leak: L3

clf = lgb.LGBMClassifier(n_estimators=600, learning_rate=0.03)
clf.fit(X_dev_i, y_dev)
print("AUC", roc_auc_score(y_val, clf.predict_proba(X_val_i)[:, 1]))
