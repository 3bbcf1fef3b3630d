# fitted on all rows and cross-validated
import pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.ensemble import RandomForestClassifier

df = pd.read_csv("diabetes.csv")
X, y = df.drop(columns="Outcome"), df["Outcome"]
forest = RandomForestClassifier().fit(X, y)
print(forest.score(X, y))
print(cross_val_score(RandomForestClassifier(), X, y, cv=10).mean())
