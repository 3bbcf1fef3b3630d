# a curve for any class of models
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("mushrooms.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("poison", axis=1), df["poison"])


def curve(depths, model, a, b, c, d):
    for depth in depths:
        m = model(max_depth=depth)
        m.fit(a, c)
        print(depth, m.score(b, d))  # leak: L6


curve(range(1, 25), DecisionTreeClassifier, X_train, X_test, y_train, y_test)
tree = DecisionTreeClassifier(max_depth=14).fit(X_train, y_train)
print(tree.score(X_test, y_test))
