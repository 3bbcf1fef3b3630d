# %%
import pandas as pd
import numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import ElasticNet

train = pd.read_csv("../input/house-prices/train.csv")
test = pd.read_csv("../input/house-prices/test.csv")
test_id = test["Id"]

# %%
y = np.log1p(train["SalePrice"])
ntrain = train.shape[0]
all_data = pd.concat([train.drop("SalePrice", axis=1), test], axis=0).reset_index(drop=True)
all_data = all_data.drop(columns=["Id"])
all_data["LotFrontage"] = all_data["LotFrontage"].fillna(0)
all_data["TotalSF"] = all_data["TotalBsmtSF"].fillna(0) + all_data["1stFlrSF"] + all_data["2ndFlrSF"]
num_cols = ["LotFrontage", "TotalSF", "LotArea", "YearBuilt", "OverallQual"]

# %%
ss = StandardScaler()
all_data[num_cols] = ss.fit_transform(all_data[num_cols])  # leak: L2

# %%
Xtr = all_data[num_cols][:ntrain]
Xte = all_data[num_cols][ntrain:]
enet = ElasticNet(alpha=0.001)
enet.fit(Xtr, y)
sub = pd.DataFrame({"Id": test_id, "SalePrice": np.expm1(enet.predict(Xte))})
sub.to_csv("submission.csv", index=False)
