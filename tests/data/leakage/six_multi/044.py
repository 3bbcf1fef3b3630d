# a line drawn through points
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.linear_model import LinearRegression

import statsmodels.api as sm

df = pd.read_csv("advertising.csv")
X, y = df[["tv"]], df["sales"]
line = LinearRegression().fit(X, y)
plt.scatter(X, y)
plt.plot(X, line.predict(X), color="red")
print(sm.OLS(y, sm.add_constant(X)).fit().summary())
