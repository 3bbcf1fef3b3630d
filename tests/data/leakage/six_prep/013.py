import matplotlib.pyplot as plt
import pandas as pd
from sklearn.feature_selection import mutual_info_classif
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split

wine = pd.read_csv("wine.csv")
X, y = wine.drop(columns="cultivar"), wine["cultivar"]
info = mutual_info_classif(X, y)
ranking = pd.DataFrame({"feature": X.columns, "mi": info})
ranking[ranking["mi"] > 0.1].plot.barh(x="feature", y="mi")
plt.show()
X_train, X_test, y_train, y_test = train_test_split(X, y)
gb = GradientBoostingClassifier().fit(X_train, y_train)
print(gb.score(X_test, y_test))
