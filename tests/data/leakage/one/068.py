import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

drug = pd.read_csv("drug200.csv")
drug["Sex"] = drug.Sex.map({"F": 0, "M": 1})
for c in ["BP", "Cholesterol"]:
    drug[c] = drug[c].map({"LOW": 0, "NORMAL": 1, "HIGH": 2})
X_train, X_test, y_train, y_test = train_test_split(drug.drop("Drug", axis=1), drug["Drug"], test_size=0.3)
std = StandardScaler().fit(X_train)
X_train, X_test = std.transform(X_train), std.transform(X_test)

best_k, best_acc = None, 0
history = []
for k in range(1, 31):
    knn = KNeighborsClassifier(n_neighbors=k).fit(X_train, y_train)
    acc = knn.score(X_test, y_test)  # leak: L6
    history.append(acc)
    if acc > best_acc:
        best_k, best_acc = k, acc

plt.plot(range(1, 31), history)
plt.xlabel("k")
print("Best k is", best_k, "with accuracy", best_acc)
