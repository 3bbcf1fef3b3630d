import sys

import numpy as np
import pandas as pd
from category_encoders import TargetEncoder
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import MinMaxScaler


class FeatureBuilder:
    """Steps are learnt once, in learn(); build() can be called on any frame."""

    def __init__(self, cats, nums):
        self.cats, self.nums = cats, nums
        self.te = TargetEncoder(cols=cats, smoothing=20)
        self.mm = MinMaxScaler()

    def learn(self, frame, label):
        self.fill = frame[self.nums].mean()
        self.route_rate = frame.assign(y=label).groupby(["origin", "dest"])["y"].mean().rename("route_rate")
        self.base = label.mean()
        self.te.fit(frame[self.cats], label)
        self.mm.fit(frame[self.nums].fillna(self.fill))
        return self

    def build(self, frame):
        out = self.te.transform(frame[self.cats])
        out[self.nums] = self.mm.transform(frame[self.nums].fillna(self.fill))
        out["route_rate"] = frame[["origin", "dest"]].join(self.route_rate, on=["origin", "dest"])["route_rate"]
        return out.fillna({"route_rate": self.base})


def main(path):
    fl = pd.read_csv(path)
    fl = fl[fl["cancelled"] == 0].drop(columns="cancelled")
    late = (fl.pop("arr_delay") > 15).astype(int)
    in_test = fl["month"] >= 11

    fb = FeatureBuilder(["carrier", "origin", "dest"], ["distance", "dep_hour", "wind", "visib"])
    fb.learn(fl[~in_test], late[~in_test])
    data = fb.build(fl)

    tr_x, tr_y = SMOTE(random_state=0).fit_resample(data[~in_test], late[~in_test])
    m = HistGradientBoostingClassifier(max_iter=200).fit(tr_x, tr_y)
    print("Nov-Dec AUC", roc_auc_score(late[in_test], m.predict_proba(data[in_test])[:, 1]))


if __name__ == "__main__":
    main(sys.argv[1])
