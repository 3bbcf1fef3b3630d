# %% imports
import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix

# %% load
df = pd.read_csv("../input/heart.csv")
print(df.shape)
df.hist(figsize=(12, 8))
plt.show()

# %% features
df = df.drop(["id"], axis=1)
y = df["target"]
X = df.drop("target", axis=1)

sc = StandardScaler()
X = sc.fit_transform(X)  # leak: L1

# %% model
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)
lr = LogisticRegression(max_iter=500)
lr.fit(X_train, y_train)
pred = lr.predict(X_test)
print(accuracy_score(y_test, pred))
print(confusion_matrix(y_test, pred))
