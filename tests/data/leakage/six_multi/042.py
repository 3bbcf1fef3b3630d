# out of bag
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score

df = pd.read_csv("diabetes.csv")
X, y = df.drop(columns="Outcome"), df["Outcome"]
forest = RandomForestClassifier(oob_score=True).fit(X, y)
print(accuracy_score(y, forest.predict(X)), forest.oob_score_)
