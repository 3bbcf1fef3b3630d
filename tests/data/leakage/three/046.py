# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import ElasticNet
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.preprocessing import PolynomialFeatures, QuantileTransformer

# %%
auto = pd.read_csv("auto-mpg.csv", na_values="?")
auto = auto.dropna().drop(columns="car name")
Y = auto.pop("mpg").to_numpy()

# %%
auto["power_to_weight"] = auto.horsepower / auto.weight
auto["heavy"] = (auto.weight > 3500).astype(int)
auto = pd.get_dummies(auto, columns=["origin", "cylinders"])

# %%
qt = QuantileTransformer(n_quantiles=100, output_distribution="normal")
mat = qt.fit_transform(auto)  # leak: L1
mat = PolynomialFeatures(2, interaction_only=True, include_bias=False).fit_transform(mat)
print(mat.shape)

# %%
gs = GridSearchCV(
    ElasticNet(max_iter=50000),
    {"alpha": np.logspace(-3, 1, 9), "l1_ratio": [0.1, 0.5, 0.9]},
    scoring="neg_root_mean_squared_error",
    cv=KFold(10, shuffle=True, random_state=2),
    n_jobs=-1,
)
gs.fit(mat, Y)
print("best CV RMSE", -gs.best_score_)
print(gs.best_params_)
