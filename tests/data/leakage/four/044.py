#!/usr/bin/env python
import pandas as pd
import numpy as np
from sklearn.preprocessing import OrdinalEncoder, StandardScaler
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score

names = ["age", "workclass", "fnlwgt", "education", "education_num", "marital", "occupation",
         "relationship", "race", "sex", "gain", "loss", "hours", "country", "income"]
train = pd.read_csv("adult.data", names=names, skipinitialspace=True, na_values="?")
test = pd.read_csv("adult.test", names=names, skipinitialspace=True, na_values="?", skiprows=1)

for d in (train, test):
    d["income"] = d["income"].str.startswith(">50K").astype(int)
    d.drop(columns=["fnlwgt", "education"], inplace=True)

cats = ["workclass", "marital", "occupation", "relationship", "race", "sex", "country"]
nums = ["age", "education_num", "gain", "loss", "hours"]
train[cats] = train[cats].fillna("Unknown")
test[cats] = test[cats].fillna("Unknown")

enc = OrdinalEncoder()
train[cats] = enc.fit_transform(train[cats])
enc_test = OrdinalEncoder()
test[cats] = enc_test.fit_transform(test[cats])  # leak: L3

sc = StandardScaler()
train[nums] = sc.fit_transform(train[nums])
sc_test = StandardScaler()
test[nums] = sc_test.fit_transform(test[nums])  # leak: L3

Xa, ya = train.drop(columns="income"), train["income"]
Xb, yb = test.drop(columns="income"), test["income"]

for m in (LogisticRegression(max_iter=1000), GradientBoostingClassifier(n_estimators=200)):
    m.fit(Xa, ya)
    prob = m.predict_proba(Xb)[:, 1]
    print(type(m).__name__,
          "acc", round(accuracy_score(yb, prob > 0.5), 4),
          "auc", round(roc_auc_score(yb, prob), 4))

imp = pd.Series(m.feature_importances_, Xa.columns).sort_values()
print(imp.tail(6))
print(np.round(ya.mean(), 3), np.round(yb.mean(), 3))
