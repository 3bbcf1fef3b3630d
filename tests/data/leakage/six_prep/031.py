import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

heart = pd.read_csv("heart.csv")
healthy = heart["disease"] == 0
typical = heart.loc[healthy, "chol"].median()  # leak: L5
heart["chol"] = heart["chol"].fillna(typical)
top = heart["bp"].quantile(0.99)  # leak: L5
heart["bp"][heart["bp"] > top] = top
X_train, X_test, y_train, y_test = train_test_split(heart.drop(columns="disease"), heart["disease"])
clf = LogisticRegression().fit(X_train, y_train)
print(clf.score(X_test, y_test))
