# thirty divisions by thirty seeds
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier

df = pd.read_csv("heart.csv")
X, y = df.drop("target", axis=1), df["target"]
settings = {"n_estimators": 200, "max_depth": 6}
scores = []
for seed in range(30):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=seed)
    p = settings.copy()
    p["random_state"] = seed
    forest = RandomForestClassifier(**p).fit(X_train, y_train)
    scores.append(forest.score(X_test, y_test))
print(np.mean(scores), np.std(scores), max(scores))
