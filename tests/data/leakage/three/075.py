# In[1]:
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import OneHotEncoder
from scipy.sparse import hstack

# In[2]:
tr = pd.read_csv("mercari_train.tsv", sep="\t")
te = pd.read_csv("mercari_holdout.tsv", sep="\t")
tr = tr[tr.price > 0]

# In[3]:
tmp = pd.concat([tr, te])
print(tmp.category_name.nunique(), tmp.brand_name.nunique())
tmp.item_description.str.len().hist(bins=50)
plt.show()
del tmp

# In[4]:
for d in (tr, te):
    d["brand_name"] = d["brand_name"].fillna("none")
    d["category_name"] = d["category_name"].fillna("//")
    d["cat1"] = d["category_name"].str.split("/").str[0]
    d["text"] = d["name"].str.lower() + " " + d["item_description"].fillna("").str.lower()

# In[5]:
tv = TfidfVectorizer(max_features=100000, ngram_range=(1, 2), min_df=10)
oh = OneHotEncoder(handle_unknown="ignore", min_frequency=5)
mats = []
for i, d in enumerate([tr, te]):
    if i == 0:
        t = tv.fit_transform(d.text)
        o = oh.fit_transform(d[["brand_name", "cat1", "category_name"]])
    else:
        t, o = tv.transform(d.text), oh.transform(d[["brand_name", "cat1", "category_name"]])
    mats.append(hstack([t, o, d[["shipping", "item_condition_id"]].values.astype(float)]).tocsr())

# In[6]:
reg = Ridge(alpha=2.0, solver="sag", max_iter=200)
reg.fit(mats[0], np.log1p(tr.price))
print("RMSLE", np.sqrt(mean_squared_error(np.log1p(te.price), reg.predict(mats[1]))))
