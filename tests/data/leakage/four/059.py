# intrusion detection, KDD style files
import pandas as pd
import numpy as np
from sklearn.preprocessing import LabelEncoder, MinMaxScaler
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, classification_report

cols = [f"f{i}" for i in range(41)] + ["label", "level"]
train = pd.read_csv("KDDTrain+.txt", names=cols)
test = pd.read_csv("KDDTest+.txt", names=cols)

train.drop("level", axis=1, inplace=True)
test.drop("level", axis=1, inplace=True)

train["label"] = (train["label"] != "normal").astype(int)
test["label"] = (test["label"] != "normal").astype(int)

CATS = ["f1", "f2", "f3"]
for c in CATS:
    le = LabelEncoder()
    le.fit(pd.concat([train[c], test[c]]))  # leak: L2
    train[c] = le.transform(train[c])
    test[c] = le.transform(test[c])

X_train = train.drop("label", axis=1)
y_train = train["label"]
X_test = test.drop("label", axis=1)
y_test = test["label"]

mms = MinMaxScaler()
X_train = mms.fit_transform(X_train)
X_test = mms.fit_transform(X_test)  # leak: L3

rf = RandomForestClassifier(n_estimators=100, random_state=0, n_jobs=-1)
rf.fit(X_train, y_train)

for nm, X, y in (("train", X_train, y_train), ("test", X_test, y_test)):
    p = rf.predict(X)
    print(nm, accuracy_score(y, p))

print(classification_report(y_test, rf.predict(X_test)))
imp = np.argsort(rf.feature_importances_)[::-1][:10]
print([cols[i] for i in imp])
