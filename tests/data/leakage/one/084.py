import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import RFE
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

hr = pd.read_csv("WA_Fn-UseC_-HR-Employee-Attrition.csv")
hr["Attrition"] = hr["Attrition"].map({"Yes": 1, "No": 0})
hr = pd.get_dummies(hr, drop_first=True)
hr_train = hr.sample(frac=0.7, random_state=4)
hr_test = hr.drop(hr_train.index)
X, Y = hr_train.drop("Attrition", axis=1), hr_train["Attrition"]

rfe = RFE(RandomForestClassifier(n_estimators=50, random_state=0), n_features_to_select=15)
rfe.fit(X, Y)
top = X.columns[rfe.support_]
print(list(top))

final = RandomForestClassifier(n_estimators=300).fit(X[top], Y)
print("F1", f1_score(hr_test["Attrition"], final.predict(hr_test[top])))
