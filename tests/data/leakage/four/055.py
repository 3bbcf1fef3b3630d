import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import precision_score, recall_score, f1_score
from sklearn.model_selection import train_test_split

INPUT = "claims.csv"
TARGET = "fraud_reported"


def read():
    df = pd.read_csv(INPUT)
    df[TARGET] = df[TARGET].map({"Y": 1, "N": 0})
    df = df.drop(columns=["policy_number", "policy_bind_date", "incident_date",
                          "incident_location", "insured_zip", "_c39"], errors="ignore")
    df = df.replace("?", "unknown")
    return pd.get_dummies(df)


def balance(df):
    fraud = df[df[TARGET] == 1]
    times = int(len(df) / len(fraud)) - 1
    df = pd.concat([df] + [fraud] * (times - 1), ignore_index=True)  # leak: L7
    return df.sample(frac=1, random_state=5).reset_index(drop=True)


def evaluate(model, X, y):
    p = model.predict(X)
    return dict(precision=precision_score(y, p), recall=recall_score(y, p), f1=f1_score(y, p))


df = read()
print("before", df[TARGET].value_counts().to_dict())
df = balance(df)
print("after ", df[TARGET].value_counts().to_dict())

X = df.drop(columns=TARGET)
y = df[TARGET]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=5)

rf = RandomForestClassifier(n_estimators=200, random_state=5)
rf.fit(X_train, y_train)
print("rf", evaluate(rf, X_test, y_test))

lr = LogisticRegression(max_iter=5000)
lr.fit(X_train, y_train)
print("lr", evaluate(lr, X_test, y_test))

imp = pd.Series(rf.feature_importances_, index=X.columns).sort_values(ascending=False)
print(imp.head(10).to_string())
