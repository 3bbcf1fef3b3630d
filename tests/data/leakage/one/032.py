import pandas as pd
from sklearn.compose import TransformedTargetRegressor, make_column_transformer
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer, RobustScaler
import seaborn as sns

d = sns.load_dataset("diamonds")
d = d.query("price > 0 and x > 0")
y_all = d.pop("price")
ct = make_column_transformer(
    (RobustScaler(), ["carat", "depth", "table", "x", "y", "z"]),
    (OneHotEncoder(handle_unknown="ignore"), ["cut", "color", "clarity"]),
)
reg = TransformedTargetRegressor(
    regressor=make_pipeline(ct, Ridge()),
    transformer=QuantileTransformer(output_distribution="normal"),
)
print(cross_val_score(reg, d, y_all, cv=KFold(5, shuffle=True, random_state=1)).mean())
