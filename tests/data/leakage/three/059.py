# %%
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import KNNImputer
from sklearn.linear_model import Lasso
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, PowerTransformer
import numpy as np

# %%
players = pd.read_csv("fifa.csv", index_col="player_id")
players = players[players.value_eur > 0]
y = np.log10(players.value_eur).to_numpy()

# %%
numeric = ["age", "height_cm", "weight_kg", "overall", "potential", "pace", "shooting", "passing"]
categ = ["preferred_foot", "work_rate", "nationality"]

prep = make_column_transformer(
    (make_pipeline(KNNImputer(n_neighbors=7), PowerTransformer()), numeric),
    (OneHotEncoder(min_frequency=20, handle_unknown="infrequent_if_exist"), categ),
)
data = prep.fit_transform(players)  # leak: L1
print(data.shape)

# %%
maes = []
for tr, te in KFold(n_splits=8, shuffle=True, random_state=90).split(data):
    reg = Lasso(alpha=1e-3, max_iter=20000)
    reg.fit(data[tr], y[tr])
    maes.append(mean_absolute_error(y[te], reg.predict(data[te])))

print("MAE (log10): %.4f +- %.4f" % (np.mean(maes), np.std(maes)))
