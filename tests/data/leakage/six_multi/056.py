# single features by cross-validation
import pandas as pd
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("fruit.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("kind", axis=1), df["kind"])
for feature in ["mass", "width", "height", "colour"]:
    knn = KNeighborsClassifier(n_neighbors=3)
    print(feature, cross_val_score(knn, X_train[[feature]], y_train).mean())
knn = KNeighborsClassifier(n_neighbors=3).fit(X_train[["mass", "width"]], y_train)
print(knn.score(X_test[["mass", "width"]], y_test))
