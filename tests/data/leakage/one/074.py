import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split

df = pd.read_csv("creditcard.csv")
df.drop(["Time"], axis=1, inplace=True)
X = df.drop("Class", axis=1)
y = df["Class"]
print(y.value_counts())

X, X_eval, y, y_eval = train_test_split(X, y, test_size=0.3, stratify=y, random_state=0)
sm = SMOTE(random_state=2)
X_res, y_res = sm.fit_resample(X, y)
print(y_res.value_counts())

rfc = RandomForestClassifier()
rfc.fit(X_res, y_res)
print(classification_report(y_eval, rfc.predict(X_eval)))
