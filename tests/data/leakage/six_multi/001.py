# depth of a tree for the wine table
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

wine = pd.read_csv("winequality.csv", sep=";")
wine["good"] = (wine.pop("quality") > 6).astype(int)
X_train, X_valid, y_train, y_valid = train_test_split(
    wine.drop(columns="good"), wine["good"], test_size=0.25, random_state=7
)

# In[3]:
top, keep = 0, None
for depth in (2, 4, 6, 8, 12):
    tree = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(X_train, y_train)
    acc = tree.score(X_valid, y_valid)  # leak: L6
    if acc > top:
        top, keep = acc, tree

# In[4]:
print("final accuracy", keep.score(X_valid, y_valid))
