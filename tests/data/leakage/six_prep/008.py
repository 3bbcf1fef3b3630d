import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

d = pd.read_csv("biopsy.csv")
agreed = ["age", "radius", "texture", "malignant"]  # from the protocol
for c in d.columns:
    if c not in agreed:
        d.drop(columns=c, inplace=True)
empty = [c for c in d.columns if d[c].isnull().sum() > 400]
d = d.drop(columns=empty)
X_train, X_test, y_train, y_test = train_test_split(d.drop("malignant", axis=1), d["malignant"])
m = LogisticRegression().fit(X_train, y_train)
print(m.score(X_test, y_test))
