# validation chooses, test judges
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

wine = pd.read_csv("winequality.csv", sep=";")
rest, hold = train_test_split(wine, test_size=0.2, random_state=7)
X_train, X_valid, y_train, y_valid = train_test_split(rest.drop(columns="good"), rest["good"])

# In[3]:
top, keep = 0, None
for depth in (2, 4, 6, 8, 12):
    tree = DecisionTreeClassifier(max_depth=depth).fit(X_train, y_train)
    acc = tree.score(X_valid, y_valid)
    if acc > top:
        top, keep = acc, tree
print("test", keep.score(hold.drop(columns="good"), hold["good"]))
