import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

heart = pd.read_csv("heart.csv")
healthy = heart["disease"] == 0
print("healthy:", heart.loc[healthy, "chol"].median(), "sick:", heart.loc[~healthy, "chol"].mean())
heart["bp"][heart["bp"] > 250] = 250
heart.loc[heart["age"] < 0, "age"] = 0
X_train, X_test, y_train, y_test = train_test_split(heart.drop(columns="disease"), heart["disease"])
typical = X_train.loc[X_train["sex"] == 1, "chol"].median()
X_train.loc[X_train["chol"].isnull(), "chol"] = typical
X_test.loc[X_test["chol"].isnull(), "chol"] = typical
clf = LogisticRegression().fit(X_train, y_train)
print(clf.score(X_test, y_test))
