import os

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OrdinalEncoder

BASE = "../input/bigmart"


def load():
    tr = pd.read_csv(os.path.join(BASE, "Train.csv"))
    te = pd.read_csv(os.path.join(BASE, "Test_with_sales.csv"))
    return tr, te


def encode(tr, te):
    both = pd.concat([tr.assign(part=0), te.assign(part=1)], ignore_index=True, sort=False)
    both["Item_Fat_Content"] = both["Item_Fat_Content"].replace({"LF": "Low Fat", "low fat": "Low Fat", "reg": "Regular"})
    both["Years"] = 2013 - both["Outlet_Establishment_Year"]
    both["Item_Group"] = both["Item_Identifier"].str[:2]
    cats = ["Item_Fat_Content", "Item_Type", "Outlet_Size", "Outlet_Type", "Item_Group", "Outlet_Identifier"]
    both[cats] = both[cats].fillna("missing")
    both[cats] = OrdinalEncoder().fit_transform(both[cats])  # leak: L2
    both[["Item_Weight"]] = SimpleImputer().fit_transform(both[["Item_Weight"]])  # leak: L2
    both = both.drop(columns=["Item_Identifier", "Outlet_Establishment_Year"])
    return both[both.part == 0].drop(columns="part"), both[both.part == 1].drop(columns="part")


def main():
    tr, te = encode(*load())
    ytr, yte = tr.pop("Item_Outlet_Sales"), te.pop("Item_Outlet_Sales")
    reg = xgb.XGBRegressor(n_estimators=250, max_depth=4, learning_rate=0.05)
    reg.fit(tr, ytr)
    err = np.sqrt(np.mean((reg.predict(te) - yte) ** 2))
    print("RMSE", err)


main()
