# compared by cross-validation, and one is judged
import pandas as pd
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.svm import SVC

df = pd.read_csv("penguins.csv").dropna()
X_train, X_test, y_train, y_test = train_test_split(df.drop("species", axis=1), df["species"])
models = {"logit": LogisticRegression(), "svc": SVC(), "forest": RandomForestClassifier()}
means = {name: cross_val_score(m, X_train, y_train).mean() for name, m in models.items()}
winner = max(means, key=means.get)
chosen = models[winner].fit(X_train, y_train)
print(winner, chosen.score(X_test, y_test))
