import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

matches = pd.read_csv("tennis.csv")
old = pd.read_csv("tennis_2019.csv")
matches = pd.concat([matches, old])
train, test = train_test_split(matches)
swapped = train.copy()
swapped["rank_gap"] = -train["rank_gap"]
swapped["won"] = 1 - train["won"]
train = pd.concat([train, swapped])
clf = LogisticRegression().fit(train[["rank_gap"]], train["won"])
print(clf.score(test[["rank_gap"]], test["won"]))
