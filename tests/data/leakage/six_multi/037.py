# an accuracy that says nothing
import pandas as pd
from sklearn.ensemble import RandomForestClassifier

df = pd.read_csv("diabetes.csv")
X = df.drop(columns="Outcome")
y = df["Outcome"]

# In[2]:
forest = RandomForestClassifier(n_estimators=300)
forest.fit(X, y)
print("accuracy:", forest.score(X, y))  # leak: L9
