import pandas as pd
import numpy as np
from sklearn.model_selection import KFold
from sklearn.ensemble import RandomForestRegressor


def add_mean_price(frame, key):
    table = frame.groupby(key)["SalePrice"].mean()  # leak: L4
    frame[key + "_enc"] = frame[key].map(table)
    return frame.drop(key, axis=1)


ames = pd.read_csv("AmesHousing.csv")
ames = ames[["Neighborhood", "MSZoning", "GrLivArea", "YearBuilt", "OverallQual", "SalePrice"]].dropna()
ames = add_mean_price(ames, "Neighborhood")
ames = add_mean_price(ames, "MSZoning")

yy = np.log(ames.pop("SalePrice"))
rmses = []
for tr, va in KFold(5, shuffle=True, random_state=42).split(ames):
    rf = RandomForestRegressor(200, n_jobs=-1)
    rf.fit(ames.iloc[tr], yy.iloc[tr])
    diff = rf.predict(ames.iloc[va]) - yy.iloc[va]
    rmses.append(np.sqrt((diff ** 2).mean()))
print(np.round(rmses, 4), np.mean(rmses))
