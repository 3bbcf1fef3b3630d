# depths by a dictionary, one division
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier

df = pd.read_csv("heart.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("target", axis=1), df["target"])
settings = {"n_estimators": 200}
for depth in range(2, 9):
    p = dict(settings, max_depth=depth)
    forest = RandomForestClassifier(**p).fit(X_train, y_train)
    print(depth, forest.score(X_test, y_test))  # leak: L6
