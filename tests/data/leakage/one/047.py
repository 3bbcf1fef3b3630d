import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import recall_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

att = pd.get_dummies(pd.read_csv("attrition.csv"))
att["left"] = att["left"].astype(int)
att, att_test = train_test_split(att, test_size=0.2, stratify=att["left"], random_state=6)
major = att[att.left == 0]
minor = att[att.left == 1]

minor_up = resample(minor, replace=True, n_samples=len(major), random_state=123)
balanced = pd.concat([major, minor_up]).sample(frac=1, random_state=1)
print(balanced.left.value_counts())

lr = LogisticRegression(max_iter=1000, C=0.3)
lr.fit(balanced.drop("left", axis=1), balanced["left"])
print("recall", recall_score(att_test["left"], lr.predict(att_test.drop("left", axis=1))))
