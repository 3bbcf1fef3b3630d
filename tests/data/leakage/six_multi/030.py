# each feature alone
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("fruit.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("kind", axis=1), df["kind"])
for feature in ["mass", "width", "height", "colour"]:
    knn = KNeighborsClassifier(n_neighbors=3)
    knn.fit(X_train[[feature]], y_train)
    print(feature, knn.score(X_test[[feature]], y_test))  # leak: L8
