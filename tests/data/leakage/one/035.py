# %%
import pandas as pd
import numpy as np
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

train = pd.read_csv("../input/train.csv")
test = pd.read_csv("../input/test.csv")
ids = test["Id"]
y = np.log1p(train.pop("SalePrice"))

# %%
cols = ["LotArea", "OverallQual", "GrLivArea", "YearBuilt", "GarageCars"]
medians = train[cols].median()
train = train[cols].fillna(medians)
test = test[cols].fillna(medians)

# %%
scaler = StandardScaler()
train_s = scaler.fit_transform(train)
test_s = scaler.transform(test)
r = Ridge(alpha=10).fit(train_s, y)
out = pd.DataFrame({"Id": ids, "SalePrice": np.expm1(r.predict(test_s))})
out.to_csv("submission.csv", index=False)
