import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split

df = pd.read_csv("creditcard.csv")
df["Amount"] = df["Amount"].apply(lambda v: v / 1000)
df.drop(["Time"], axis=1, inplace=True)
X = df.drop("Class", axis=1)
y = df["Class"]
print(y.value_counts())

sm = SMOTE(random_state=2)
X_res, y_res = sm.fit_resample(X, y)  # leak: L7
print(y_res.value_counts())

X_train, X_test, y_train, y_test = train_test_split(X_res, y_res, test_size=0.3, random_state=0)
rfc = RandomForestClassifier()
rfc.fit(X_train, y_train)
print(classification_report(y_test, rfc.predict(X_test)))
