# predictions first, errors later
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LinearRegression, Ridge, Lasso
from sklearn.metrics import mean_squared_error

df = pd.read_csv("rent.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("rent", axis=1), df["rent"])
guesses = {}
for name, model in {"ols": LinearRegression(), "ridge": Ridge(), "lasso": Lasso()}.items():
    guesses[name] = model.fit(X_train, y_train).predict(X_test)

# In[3]:
for name, guess in guesses.items():
    print(name, mean_squared_error(y_test, guess))  # leak: L8
