import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

bank = pd.read_csv("bank-full.csv", sep=";")
target = bank.pop("y").eq("yes").astype(int)
bank["balance"] = np.arcsinh(bank["balance"])
num = bank.select_dtypes("number").columns.tolist()
cat = bank.select_dtypes("object").columns.tolist()

prep = ColumnTransformer([
    ("n", Pipeline([("imp", SimpleImputer()), ("sc", StandardScaler())]), num),
    ("c", OneHotEncoder(handle_unknown="ignore"), cat),
])
full = Pipeline([("prep", prep), ("lr", LogisticRegression(max_iter=1000))])

s = cross_val_score(full, bank, target, cv=5, scoring="roc_auc")
print(s, s.mean())
