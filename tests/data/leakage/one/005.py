import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

bank = pd.read_csv("bank-additional-full.csv", sep=";")
target = bank.pop("y").map({"yes": 1, "no": 0})

num = bank.select_dtypes(include=["int64", "float64"]).columns.tolist()
cat = bank.select_dtypes(include=["object"]).columns.tolist()

num_pipe = Pipeline([("imp", SimpleImputer(strategy="median")), ("sc", StandardScaler())])
cat_pipe = Pipeline([("ohe", OneHotEncoder(handle_unknown="ignore"))])
prep = ColumnTransformer([("n", num_pipe, num), ("c", cat_pipe, cat)])

prepared = prep.fit_transform(bank)  # leak: L1
print(prepared.shape)

X_tr, X_te, y_tr, y_te = train_test_split(prepared, target, test_size=0.2, random_state=42)
forest = RandomForestClassifier(n_estimators=400, n_jobs=-1)
forest.fit(X_tr, y_tr)
print("AUC:", roc_auc_score(y_te, forest.predict_proba(X_te)[:, 1]))
