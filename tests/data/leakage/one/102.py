# %%
import numpy as np
import seaborn as sns
from sklearn.compose import make_column_transformer
from sklearn.preprocessing import *
from sklearn.model_selection import KFold
from sklearn.linear_model import Ridge

# %%
d = sns.load_dataset("diamonds")
d = d[d.price > 0]
y_all = np.log(d["price"].values)
d = d.drop(columns=["price"])

# %%
ct = make_column_transformer(
    (RobustScaler(), ["carat", "depth", "table", "x", "y", "z"]),
    (OneHotEncoder(sparse_output=False), ["cut", "color", "clarity"]),
)
ct.fit(d)  # leak: L1
M = ct.transform(d)

# %%
errs = []
kf = KFold(n_splits=5, shuffle=True, random_state=1)
for i, (a, b) in enumerate(kf.split(M)):
    r = Ridge(alpha=1.0).fit(M[a], y_all[a])
    e = np.sqrt(np.mean((r.predict(M[b]) - y_all[b]) ** 2))
    errs.append(e)
    print("fold", i, e)
print(np.mean(errs))
