# seeds by a dictionary that is made anew
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier

df = pd.read_csv("heart.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("target", axis=1), df["target"])
base = dict(n_estimators=100, max_depth=4)
accs = [
    RandomForestClassifier(**{**base, "random_state": s}).fit(X_train, y_train).score(X_test, y_test)
    for s in range(10)
]
print(f"{np.mean(accs):.3f} +- {np.std(accs):.3f}")
