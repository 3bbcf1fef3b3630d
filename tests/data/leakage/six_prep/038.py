import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

# every match once from each side
matches = pd.read_csv("tennis.csv")
swapped = matches.copy()
swapped["rank_gap"] = -matches["rank_gap"]
swapped["won"] = 1 - matches["won"]
games = pd.concat([matches, swapped], ignore_index=True)  # leak: L7
X_train, X_test, y_train, y_test = train_test_split(games[["rank_gap"]], games["won"])
clf = LogisticRegression().fit(X_train, y_train)
print(clf.score(X_test, y_test))
