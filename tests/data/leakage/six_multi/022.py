# the parts are imported
import numpy as np
from sklearn.ensemble import RandomForestClassifier

from prepare import X_train, X_test, y_train, y_test

scores = []
for depth in range(2, 20):
    forest = RandomForestClassifier(max_depth=depth).fit(X_train, y_train)
    scores.append(forest.score(X_test, y_test))  # leak: L6
print("best depth", 2 + np.argmax(scores))
