import pandas as pd
from sklearn.utils import resample
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import recall_score

att = pd.read_csv("attrition.csv")
att["left"] = att["left"].astype(int)
major = att[att.left == 0]
minor = att[att.left == 1]
print(len(major), len(minor))

minor_up = resample(minor, replace=True, n_samples=len(major), random_state=123)  # leak: L7
balanced = pd.concat([major, minor_up]).sample(frac=1, random_state=1)

Xb = pd.get_dummies(balanced.drop("left", axis=1))
yb = balanced["left"]
xtr, xte, ytr, yte = train_test_split(Xb, yb, test_size=0.2)
lr = LogisticRegression(max_iter=1000, C=0.3)
lr.fit(xtr, ytr)
print("recall", recall_score(yte, lr.predict(xte)))
