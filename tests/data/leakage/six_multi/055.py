# groups of the risk that a model predicts
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("event", axis=1), df["event"])
model = LogisticRegression().fit(X_train, y_train)
risk = model.predict_proba(X_test)[:, 1]
group = np.digitize(risk, np.quantile(risk, [1 / 3, 2 / 3]))
for g in range(3):
    print(g, "n =", (group == g).sum(), "events:", y_test[group == g].mean())
