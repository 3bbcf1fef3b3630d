# the parts come with an object of the project
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.svm import SVC

from shop.data import Baskets

a = LogisticRegression().fit(Baskets.X_train, Baskets.y_train)
print(a.score(Baskets.X_test, Baskets.y_test))
b = SVC().fit(Baskets.X_train, Baskets.y_train)
print(b.score(Baskets.X_test, Baskets.y_test))
c = RandomForestClassifier().fit(Baskets.X_train, Baskets.y_train)
print(c.score(Baskets.X_test, Baskets.y_test))  # leak: L8
