import pandas as pd
from scipy.stats import pearsonr
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

soil = pd.read_csv("soil.csv")
relevant = []
for band in soil.columns.drop("carbon"):
    r, p = pearsonr(soil[band], soil["carbon"])  # leak: L4
    if p < 0.01:
        relevant.append(band)
X_train, X_test, y_train, y_test = train_test_split(soil[relevant], soil["carbon"])
ols = LinearRegression().fit(X_train, y_train)
print(ols.score(X_test, y_test))
