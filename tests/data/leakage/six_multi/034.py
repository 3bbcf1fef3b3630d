# predictions averaged before they are judged
import pandas as pd
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.linear_model import LinearRegression, Ridge, Lasso
from sklearn.metrics import mean_squared_error

df = pd.read_csv("rent.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("rent", axis=1), df["rent"])
losses = {}
for name, model in {"ols": LinearRegression(), "ridge": Ridge(), "lasso": Lasso()}.items():
    losses[name] = -cross_val_score(model, X_train, y_train, scoring="neg_mean_squared_error").mean()
for name, loss in losses.items():
    print(name, loss)
final = Ridge().fit(X_train, y_train)
print(mean_squared_error(y_test, final.predict(X_test)))
