# Titanic, every model by its own rows
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

passengers = pd.read_csv("train.csv")
unknown = pd.read_csv("test.csv")
X_train, Y_train = passengers.drop("Survived", axis=1), passengers["Survived"]
logreg = LogisticRegression()
logreg.fit(X_train, Y_train)
acc_log = round(logreg.score(X_train, Y_train) * 100, 2)  # leak: L9
svc = SVC()
svc.fit(X_train, Y_train)
acc_svc = round(svc.score(X_train, Y_train) * 100, 2)
table = pd.DataFrame({"Model": ["Logistic regression", "SVM"], "Score": [acc_log, acc_svc]})
table.sort_values(by="Score", ascending=False)

# In[9]:
pd.DataFrame({"Survived": svc.predict(unknown)}).to_csv("out.csv")
