import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, MinMaxScaler
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split

train = pd.read_csv("train.csv")
test = pd.read_csv("hearing_test.csv")
train = train.drop(train[(train["age"] < 1) | (train["age"] > 90)].index)
both = pd.concat([train, test])
scaler = MinMaxScaler().fit(both[["age", "score"]])  # leak: L2
model = LogisticRegression().fit(scaler.transform(train[["age", "score"]]), train["passed"])
print(model.score(scaler.transform(test[["age", "score"]]), test["passed"]))
