import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

fraud = pd.read_csv("cards.csv")
X, y = fraud.drop(columns="fraud").values, fraud["fraud"].values
rare = X[y == 1]
made = []
for i in range(500):
    made.append(rare[i] + 0.5 * (rare[i + 1] - rare[i]))
X_all = np.vstack([X, np.array(made)])  # leak: L7
y_all = np.concatenate([y, np.ones(500)])
X_train, X_test, y_train, y_test = train_test_split(X_all, y_all)
rf = RandomForestClassifier().fit(X_train, y_train)
print(rf.score(X_test, y_test))
