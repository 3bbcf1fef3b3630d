import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

beans = pd.read_csv("Dry_Bean.csv")
le = LabelEncoder()
beans["Class"] = le.fit_transform(beans["Class"])
print(dict(zip(le.classes_, range(len(le.classes_)))))

y = beans["Class"].values
X = beans.drop("Class", axis=1).values
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42, stratify=y)

rf = RandomForestClassifier(n_estimators=200, n_jobs=-1)
rf.fit(X_train, y_train)
print(classification_report(y_test, rf.predict(X_test), target_names=le.classes_))
