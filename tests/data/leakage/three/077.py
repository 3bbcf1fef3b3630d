import pandas as pd
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupShuffleSplit


class MedianFiller:
    def __init__(self, by):
        self.by = by
        self.tables = {}

    def learn(self, d, cols):
        self.overall = d[cols].median()
        for c in cols:
            self.tables[c] = d.groupby(self.by)[c].median()
        return self

    def apply(self, d):
        d = d.copy()
        for c, tab in self.tables.items():
            d[c] = d[c].fillna(d[self.by].map(tab)).fillna(self.overall[c])
        return d


labs = pd.read_csv("lab_panels.csv")
labs = labs[labs["age"] >= 18]
print(labs.describe().T)
print("overall medians\n", labs.median(numeric_only=True))

num_cols = ["glucose", "creatinine", "sodium", "potassium", "wbc"]
gss = GroupShuffleSplit(n_splits=1, test_size=0.25, random_state=2)
i, j = next(gss.split(labs, groups=labs["patient_id"]))
dev, tst = labs.iloc[i], labs.iloc[j]

filler = MedianFiller("ward").learn(dev, num_cols)
dev, tst = filler.apply(dev), filler.apply(tst)

for c in num_cols:
    lo, hi = np.percentile(dev[c], [1, 99])
    dev[c] = dev[c].clip(lo, hi)
    tst[c] = tst[c].clip(lo, hi)

cols = num_cols + ["age"]
rf = RandomForestClassifier(500, min_samples_leaf=5, n_jobs=-1).fit(dev[cols], dev["readmit"])
print("AUC", roc_auc_score(tst["readmit"], rf.predict_proba(tst[cols])[:, 1]))
