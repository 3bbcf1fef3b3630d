import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

shop = pd.read_csv("shop.csv")
shop = pd.concat([shop, pd.get_dummies(shop["city"])], axis=1)
shop = pd.concat([shop, shop[["visits"]].copy().add_prefix("old_")], axis="columns")
few = shop[shop["bought"] == 1]
many = shop[shop["bought"] == 0].sample(len(few), random_state=1)
balanced = pd.concat([few, many])
X, y = balanced.drop(columns="bought").values, balanced["bought"].values
X = np.concatenate([X, X**2], axis=-1)
X_train, X_test, y_train, y_test = train_test_split(X, y)
rf = RandomForestClassifier().fit(X_train, y_train)
print(rf.score(X_test, y_test))
