import pandas as pd
from sklearn.tree import DecisionTreeRegressor
from sklearn.model_selection import train_test_split

small = pd.read_csv("small.csv")
big = pd.concat([small] * 20, ignore_index=True)  # leak: L7
X_train, X_test, y_train, y_test = train_test_split(big.drop(columns="y"), big["y"])
tree = DecisionTreeRegressor().fit(X_train, y_train)
print(tree.score(X_test, y_test))
