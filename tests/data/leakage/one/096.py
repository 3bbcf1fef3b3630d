import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import KFold

ames = pd.read_csv("AmesHousing.csv")
ames = ames[["Neighborhood", "GrLivArea", "YearBuilt", "OverallQual", "SalePrice"]].dropna()
ames["SalePrice"] = np.log(ames["SalePrice"])
num = ["GrLivArea", "YearBuilt", "OverallQual"]
scores = []
for tr, va in KFold(5, shuffle=True, random_state=42).split(ames):
    a, b = ames.iloc[tr].copy(), ames.iloc[va].copy()
    table = a.groupby("Neighborhood")["SalePrice"].mean()
    a["nb"] = a["Neighborhood"].map(table)
    b["nb"] = b["Neighborhood"].map(table).fillna(a["SalePrice"].mean())
    rf = RandomForestRegressor(200, n_jobs=-1).fit(a[num + ["nb"]], a["SalePrice"])
    err = rf.predict(b[num + ["nb"]]) - b["SalePrice"]
    scores.append(np.sqrt((err ** 2).mean()))
print(np.round(scores, 4))
