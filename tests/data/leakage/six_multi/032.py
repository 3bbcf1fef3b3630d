# more and more rows of the training part
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("faces.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("who", axis=1), df["who"])
model = LogisticRegression(max_iter=2000)
model.fit(X_train[:100], y_train[:100])
print(model.score(X_test, y_test))
model.fit(X_train[:1000], y_train[:1000])
print(model.score(X_test, y_test))
model.fit(X_train, y_train)
print(model.score(X_test, y_test))
