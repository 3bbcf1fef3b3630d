import pandas as pd
from sklearn.feature_selection import chi2
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB

counts = pd.read_csv("word_counts.csv")
X = counts.drop("topic", axis=1)
y = counts["topic"]
stat, pvals = chi2(X, y)  # leak: L4
X = X[X.columns[pvals < 0.01]]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=11)
nb = MultinomialNB().fit(X_train, y_train)
print(nb.score(X_test, y_test))
