import numpy as np
import pandas as pd
from sklearn.linear_model import Lasso
from sklearn.model_selection import train_test_split

homes = pd.read_csv("homes.csv")
limits = np.array([3, 5, 9])
homes = homes.loc[:, homes.isna().mean() < 0.4]
homes = homes[homes["rooms"] > limits[0]]
X_train, X_test, y_train, y_test = train_test_split(homes.drop(columns="price"), homes["price"])
lasso = Lasso().fit(X_train, y_train)
print(lasso.score(X_test, y_test))
