# enumerated settings inside the training part
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("iris.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("kind", axis=1), df["kind"])
means = []
for i, k in enumerate(range(1, 9)):
    means.append(cross_val_score(KNeighborsClassifier(n_neighbors=k), X_train, y_train).mean())
k = int(np.argmax(means)) + 1
print(KNeighborsClassifier(n_neighbors=k).fit(X_train, y_train).score(X_test, y_test))
