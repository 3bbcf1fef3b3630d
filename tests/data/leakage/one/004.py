import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

drug = pd.read_csv("drug200.csv")
drug["Sex"] = drug.Sex.map({"F": 0, "M": 1})
for c in ["BP", "Cholesterol"]:
    drug[c] = drug[c].map({"LOW": 0, "NORMAL": 1, "HIGH": 2})
X_train, X_test, y_train, y_test = train_test_split(drug.drop("Drug", axis=1), drug["Drug"], test_size=0.3)

history = {}
for k in range(1, 31):
    knn = make_pipeline(StandardScaler(), KNeighborsClassifier(n_neighbors=k))
    history[k] = cross_val_score(knn, X_train, y_train, cv=5).mean()

plt.plot(list(history.keys()), list(history.values()))
best_k = max(history, key=history.get)
final = make_pipeline(StandardScaler(), KNeighborsClassifier(best_k)).fit(X_train, y_train)
print("k =", best_k, "test accuracy =", final.score(X_test, y_test))
