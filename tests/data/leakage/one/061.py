import pandas as pd
from sklearn.tree import DecisionTreeRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_absolute_error

melb = pd.read_csv("../input/melbourne-housing-snapshot/melb_data.csv")
melb = melb.select_dtypes(exclude=["object"])
print(melb.isnull().sum())

price = melb.Price
melb = melb.drop(["Price"], axis=1)
melb = melb.fillna(melb.mean())  # leak: L5

train_X, val_X, train_y, val_y = train_test_split(melb, price, random_state=0)
m = DecisionTreeRegressor(max_leaf_nodes=500, random_state=0)
m.fit(train_X, train_y)
print("MAE:", mean_absolute_error(val_y, m.predict(val_X)))
