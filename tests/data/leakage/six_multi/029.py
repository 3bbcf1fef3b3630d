# one object on three versions of the features
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.decomposition import PCA

df = pd.read_csv("faces.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("who", axis=1), df["who"])
few, many = PCA(10).fit(X_train), PCA(80).fit(X_train)
model = LogisticRegression(max_iter=2000)
model.fit(X_train, y_train)
print(model.score(X_test, y_test))
model.fit(few.transform(X_train), y_train)
print(model.score(few.transform(X_test), y_test))
model.fit(many.transform(X_train), y_train)
print(model.score(many.transform(X_test), y_test))  # leak: L8
