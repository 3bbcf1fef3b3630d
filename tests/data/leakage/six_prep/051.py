import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import StandardScaler

train = pd.read_csv("data/train.csv")
test = pd.read_csv("data/test.csv")
sc = StandardScaler()
X = sc.fit_transform(train.drop(columns="SalePrice"))
search = GridSearchCV(Ridge(), {"alpha": [0.1, 1, 10]}, cv=5)
search.fit(X, train["SalePrice"])
print(search.best_params_, search.best_score_)
Z = sc.transform(test.drop(columns="SalePrice"))
print(mean_squared_error(test["SalePrice"], search.predict(Z)))
