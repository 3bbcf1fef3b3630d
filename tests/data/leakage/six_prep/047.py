import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
from sklearn.tree import DecisionTreeClassifier

people = pd.read_csv("resumes.csv")
le = LabelEncoder()
for field in ["Profession", "town", "school"]:
    people[field] = le.fit_transform(people[field])  # leak: L1
X, y = people[["town", "school"]], people["Profession"]
a, b, ya, yb = train_test_split(X, y, test_size=0.2)
tree = DecisionTreeClassifier().fit(a, ya)
print(tree.score(b, yb))
