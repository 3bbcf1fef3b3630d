import pandas as pd
from sklearn.svm import SVR
from sklearn.model_selection import KFold
from sklearn.metrics import mean_absolute_error as mae

cols = "sex length diameter height whole shucked viscera shell rings".split()
ab = pd.read_csv("abalone.data", names=cols)
ab = ab[ab.height > 0]
ab = pd.concat([ab.drop("sex", axis=1), pd.get_dummies(ab["sex"], prefix="sex")], axis=1)

rings = ab.pop("rings")
ab = ab.apply(lambda s: (s - s.min()) / (s.max() - s.min()))  # leak: L5

kf = KFold(n_splits=4, shuffle=True, random_state=123)
total = 0
for train_ix, test_ix in kf.split(ab):
    svr = SVR(C=10)
    svr.fit(ab.values[train_ix], rings.values[train_ix])
    e = mae(rings.values[test_ix], svr.predict(ab.values[test_ix]))
    print("fold mae %.3f" % e)
    total += e
print("avg %.3f" % (total / 4))
