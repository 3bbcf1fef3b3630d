import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, MinMaxScaler
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
missing_val = train[train["income"].isna()].index
train = train.drop(missing_val)
scaler = StandardScaler().fit(train[["income"]])
print(LogisticRegression().fit(scaler.transform(train[["income"]]), train["left"])
      .score(scaler.transform(test[["income"]]), test["left"]))
