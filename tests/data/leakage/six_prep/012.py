import pandas as pd
from sklearn.feature_selection import chi2, mutual_info_classif
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB

counts = pd.read_csv("word_counts.csv")
X = counts.drop("topic", axis=1)
y = counts["topic"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=11)
stat, pvals = chi2(X_train, y_train)
mi = mutual_info_classif(X_train, y_train)
keep = X_train.columns[(pvals < 0.01) & (mi > 0.05)]
X_train, X_test = X_train[keep], X_test[keep]
nb = MultinomialNB().fit(X_train, y_train)
print(nb.score(X_test, y_test))
