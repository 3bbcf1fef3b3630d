# classes in a list
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier
from sklearn.ensemble import RandomForestClassifier

df = pd.read_csv("mushrooms.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("poison", axis=1), df["poison"])
for Model in [LogisticRegression, DecisionTreeClassifier, RandomForestClassifier]:
    model = Model()
    model.fit(X_train, y_train)
    print(Model.__name__, model.score(X_test, y_test))  # leak: L8
