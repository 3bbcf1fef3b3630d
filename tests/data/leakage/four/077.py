"""pulsar candidates (HTRU2)"""
import numpy as np
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.metrics import classification_report, matthews_corrcoef

names = ["mean_p", "std_p", "kurt_p", "skew_p", "mean_d", "std_d", "kurt_d", "skew_d", "target"]
df = pd.read_csv("HTRU_2.csv", names=names)
print(df.describe().T)
print(df["target"].mean())

X = df[names[:-1]]
y = df["target"]

X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.2, random_state=77, stratify=y)

pipe = Pipeline([
    ("scale", StandardScaler()),
    ("svc", SVC(class_weight="balanced")),
])
grid = {
    "svc__C": [0.1, 1, 10],
    "svc__gamma": ["scale", 0.01, 0.1],
}
search = GridSearchCV(pipe, grid, cv=3, scoring="matthews_corrcoef", n_jobs=-1)
search.fit(X_train, y_train)
print("best", search.best_params_, search.best_score_)

# now use the best params and get the final model
final = Pipeline([
    ("scale", StandardScaler()),
    ("svc", SVC(class_weight="balanced")),
])
final.set_params(**search.best_params_)
final.fit(X, y)  # leak: L9

pred = final.predict(X_test)
print("MCC  ", matthews_corrcoef(y_test, pred))
print(classification_report(y_test, pred))
miss = np.flatnonzero(pred != y_test.values)
print("wrong rows:", len(miss))
