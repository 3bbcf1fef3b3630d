# three models, the best of which goes to the competition
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LinearRegression, Ridge, Lasso
from sklearn.metrics import r2_score

train = pd.read_csv("../input/train.csv")
X_test = pd.read_csv("../input/test.csv").drop(columns="id")
X_train, X_val, y_train, y_val = train_test_split(train.drop(columns=["id", "y"]), train["y"])
for model in [LinearRegression(), Ridge(), Lasso()]:
    model.fit(X_train, y_train)
    print(type(model).__name__, r2_score(y_val, model.predict(X_val)))
submission = model.predict(X_test)
