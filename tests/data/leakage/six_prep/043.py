import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

train = pd.read_csv("train.csv")
visits = pd.read_csv("visits.csv")
train1 = train.merge(visits, on="id", how="inner")
train2 = train[~train.id.isin(train1.id)]
train = pd.concat([train1, train2])
X_train, X_test, y_train, y_test = train_test_split(train.drop(columns="left"), train["left"])
m = LogisticRegression().fit(X_train, y_train)
print(m.score(X_test, y_test))
