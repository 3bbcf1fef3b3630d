import pandas as pd
from sklearn.feature_selection import mutual_info_regression
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score

homes = pd.read_csv("homes.csv")
X = homes.drop(columns="price")
y = homes["price"]
scores = mutual_info_regression(X, y)  # leak: L4
table = pd.DataFrame({"feature": X.columns, "score": scores})
table = table.sort_values("score", ascending=False)
strong = table[table["score"] > 0.05]["feature"]
chosen = list(X.columns[X.columns.isin(strong)])
print(cross_val_score(Ridge(), X[chosen], y, cv=5).mean())
