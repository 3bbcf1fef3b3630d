import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier
from sklearn.svm import SVC
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split

ion = pd.read_csv("ionosphere.csv")
X_tr, X_te, y_tr, y_te = train_test_split(ion.iloc[:, :-1], ion.iloc[:, -1], test_size=0.3, random_state=9)

candidates = {}
for C in [0.01, 0.1, 1, 10, 100]:
    candidates[f"svm_{C}"] = make_pipeline(StandardScaler(), SVC(C=C))
    candidates[f"lr_{C}"] = make_pipeline(StandardScaler(), LogisticRegression(C=C))
for d in [2, 4, 8]:
    candidates[f"tree_{d}"] = DecisionTreeClassifier(max_depth=d)

results = {}
for name, est in candidates.items():
    est.fit(X_tr, y_tr)
    results[name] = est.score(X_te, y_te)  # leak: L6

winner = max(results, key=results.get)
print("Selected model:", winner)
print("Reported accuracy:", results[winner])
