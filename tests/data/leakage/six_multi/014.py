# neighbours counted by enumerate
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("iris.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("kind", axis=1), df["kind"])
neighbours = range(1, 9)
train_acc, test_acc = np.empty(8), np.empty(8)
for i, k in enumerate(neighbours):
    knn = KNeighborsClassifier(n_neighbors=k)
    knn.fit(X_train, y_train)
    train_acc[i] = knn.score(X_train, y_train)
    test_acc[i] = knn.score(X_test, y_test)  # leak: L6
plt.plot(neighbours, test_acc, label="Testing")
