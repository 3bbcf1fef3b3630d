# imported parts, used as they should be
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from engine import train, test
from prepare import X_train, X_test, y_train, y_test

scaler = StandardScaler().fit(X_train)
model = LogisticRegression().fit(scaler.transform(X_train), y_train)
print(model.score(scaler.transform(X_test), y_test))
train(model, 10)
test(model)
