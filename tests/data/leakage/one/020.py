# %% imports
import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn.preprocessing import *
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression

# %% load
df = pd.read_csv("../input/heart.csv")
df = df.drop_duplicates()
df.hist(figsize=(12, 8))
plt.show()

# %%
y = df["target"]
X = df.drop("target", axis=1)
X, X_hold, y, y_hold = train_test_split(X, y, test_size=0.2, random_state=0)

# %%
sc = StandardScaler()
X = sc.fit_transform(X)
lr = LogisticRegression(max_iter=500)
lr.fit(X, y)
print(lr.score(sc.transform(X_hold), y_hold))
