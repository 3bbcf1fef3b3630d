import pandas as pd
from scipy.stats import pearsonr
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

soil = pd.read_csv("soil.csv")
X_train, X_test, y_train, y_test = train_test_split(soil.drop(columns="carbon"), soil["carbon"])
rf = RandomForestRegressor().fit(X_train, y_train)
pred = rf.predict(X_test)
r, p = pearsonr(y_test, pred)
if p < 0.05:
    print("the predictions follow the measurements", r)
print(r2_score(y_test, pred))
