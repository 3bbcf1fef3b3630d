# fitted models gathered in a dictionary
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.svm import SVC

df = pd.read_csv("penguins.csv").dropna()
X_train, X_test, y_train, y_test = train_test_split(df.drop("species", axis=1), df["species"])
candidates = {"logit": LogisticRegression(), "svc": SVC(), "forest": RandomForestClassifier()}
fitted = {}
for name, model in candidates.items():
    model.fit(X_train, y_train)
    fitted[name] = model

# In[4]:
for name, model in fitted.items():
    print(name, model.score(X_test, y_test))  # leak: L8
