# %%
# listing prices with smoothed neighbourhood means
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

# %%
ls = pd.read_csv("listings.csv.gz", low_memory=False)
ls["price"] = ls["price"].str.replace(r"[$,]", "", regex=True).astype(float)
ls = ls[(ls["price"] > 10) & (ls["price"] < 1500)]
ls["bath"] = ls["bathrooms_text"].str.extract(r"([\d.]+)")[0].astype(float)
print(len(ls))

# %%
ls.groupby("neighbourhood_cleansed")["price"].mean().sort_values().tail(10)

# %%
keep = ["neighbourhood_cleansed", "accommodates", "bath", "beds", "minimum_nights",
        "number_of_reviews", "review_scores_rating", "latitude", "longitude"]
tr, te = train_test_split(ls[keep + ["price"]], test_size=0.25, random_state=4)
tr, te = tr.copy(), te.copy()

# %%
def smooth_means(frame, col, target, m=20):
    g = frame.groupby(col)[target].agg(["mean", "count"])
    prior = frame[target].mean()
    return (g["mean"] * g["count"] + prior * m) / (g["count"] + m), prior

tr["logp"] = np.log1p(tr["price"])
enc, prior = smooth_means(tr, "neighbourhood_cleansed", "logp")
for part in (tr, te):
    part["nb_mean"] = part["neighbourhood_cleansed"].map(enc).fillna(prior)

# %%
xs = [c for c in keep if c != "neighbourhood_cleansed"] + ["nb_mean"]
reg = HistGradientBoostingRegressor(max_iter=400, learning_rate=0.05)
reg.fit(tr[xs], tr["logp"])

# %%
pred = np.expm1(reg.predict(te[xs]))
print("MAE  ", mean_absolute_error(te["price"], pred))
print("base ", mean_absolute_error(te["price"], np.repeat(tr["price"].median(), len(te))))
