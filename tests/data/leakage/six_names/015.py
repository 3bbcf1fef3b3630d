import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, MinMaxScaler
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split

table = pd.read_csv("cars.csv")
train_set = table.sample(frac=0.75, random_state=7)
test_set = table[~table.index.isin(train_set.index)]
scaler = StandardScaler().fit(train_set[["power", "weight"]])
model = Ridge().fit(scaler.transform(train_set[["power", "weight"]]), train_set["price"])
print(model.score(scaler.transform(test_set[["power", "weight"]]), test_set["price"]))
