import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, MinMaxScaler
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split

table = pd.read_csv("cars.csv")
table["power"] = (table["power"] - table["power"].mean()) / table["power"].std()  # leak: L5
train_set = table.sample(frac=0.75, random_state=7)
test_set = table.drop(train_set.index)
model = Ridge().fit(train_set[["power"]], train_set["price"])
print(model.score(test_set[["power"]], test_set["price"]))
