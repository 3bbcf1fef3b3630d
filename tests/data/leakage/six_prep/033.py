import pandas as pd
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split

pima = pd.read_csv("pima.csv")
sick = pima["Outcome"] == 1
some = pima.loc[sick, "Insulin"]
pima.loc[sick, "Insulin"] = some.replace(0, some.median())  # leak: L5
pima.loc[(pima.BMI.isnull()) & (pima.Outcome == 0), "BMI"] = pima[pima.Outcome == 0]["BMI"].mean()  # leak: L5
X_train, X_test, y_train, y_test = train_test_split(pima.drop(columns="Outcome"), pima["Outcome"])
svc = SVC().fit(X_train, y_train)
print(svc.score(X_test, y_test))
