import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

d = pd.read_csv("biopsy.csv")
X = d.drop("malignant", axis=1)
y = d["malignant"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y)
sel = SelectKBest(f_classif, k=8)
sel.fit(X_train, y_train)
good = X_train.columns[sel.get_support()]
for c in list(X.columns):
    if c not in good:
        X_train = X_train.drop(columns=c)
        X_test = X_test.drop(columns=c)
svc = SVC().fit(X_train, y_train)
print(svc.score(X_test, y_test))
