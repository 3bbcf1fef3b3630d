import numpy as np
import pandas as pd
from sklearn.feature_selection import mutual_info_classif
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

wine = pd.read_csv("wine.csv")
X, y = wine.drop(columns="cultivar"), wine["cultivar"]
info = mutual_info_classif(X, y, random_state=0)  # leak: L4
X = X.loc[:, info > 0.2]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25)
knn = KNeighborsClassifier(7).fit(X_train, y_train)
print(knn.score(X_test, y_test))
