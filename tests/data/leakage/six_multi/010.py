# pipelines from a dictionary comprehension
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier
from sklearn.svm import SVC
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import accuracy_score

df = pd.read_csv("heart.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("target", axis=1), df["target"])
models = {"logit": LogisticRegression(), "svc": SVC(), "tree": DecisionTreeClassifier()}
pipes = {name: Pipeline([("scale", StandardScaler()), ("model", m)]) for name, m in models.items()}
for name in pipes:
    pipes[name].fit(X_train, y_train)
    print(name, accuracy_score(y_test, pipes[name].predict(X_test)))  # leak: L8
