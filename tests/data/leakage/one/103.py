import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import RFE
from sklearn.model_selection import train_test_split
from sklearn.metrics import f1_score

hr = pd.read_csv("WA_Fn-UseC_-HR-Employee-Attrition.csv")
hr["Attrition"] = hr["Attrition"].map({"Yes": 1, "No": 0})
hr.drop(["EmployeeCount", "StandardHours", "Over18"], axis=1, inplace=True)
hr = pd.get_dummies(hr, drop_first=True)

Y = hr["Attrition"]
X = hr.drop("Attrition", axis=1)

base = RandomForestClassifier(n_estimators=50, random_state=0)
rfe = RFE(estimator=base, n_features_to_select=15, step=2)
rfe.fit(X, Y)  # leak: L4
top = X.columns[rfe.support_]
print(list(top))

X = X[top]
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.3, stratify=Y)
final = RandomForestClassifier(n_estimators=300).fit(X_train, Y_train)
print("F1", f1_score(Y_test, final.predict(X_test)))
