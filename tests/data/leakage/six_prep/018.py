import pandas as pd
from scipy.stats import pearsonr
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

soil = pd.read_csv("soil.csv")
X, y = soil.drop(columns="carbon"), soil["carbon"]
X_train, X_test, y_train, y_test = train_test_split(X, y)
relevant = []
for band in X_train.columns:
    r, p = pearsonr(X_train[band], y_train)
    if p < 0.01:
        relevant.append(band)
ols = LinearRegression().fit(X_train[relevant], y_train)
print(ols.score(X_test[relevant], y_test))
