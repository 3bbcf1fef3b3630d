# In[1]:
import numpy as np
import pandas as pd
import statsmodels.api as sm
from sklearn.feature_selection import RFE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, roc_auc_score
from sklearn.model_selection import train_test_split

# In[2]:
bank = pd.read_csv("bank-additional-full.csv", sep=";")
bank["y"] = bank["y"].map({"yes": 1, "no": 0})
bank = bank.drop("duration", axis=1)
bank["education"] = bank["education"].replace(
    {"basic.9y": "basic", "basic.6y": "basic", "basic.4y": "basic"}
)

# In[3]:
pd.crosstab(bank.job, bank.y).plot(kind="bar")

# In[4]:
final = pd.get_dummies(bank, dtype=float)
X = final.drop("y", axis=1)
y = final["y"]

# In[5]:
rfe = RFE(LogisticRegression(solver="liblinear"), n_features_to_select=20)
rfe = rfe.fit(X, y)  # leak: L4
cols = list(X.columns[rfe.support_])
print(cols)

# In[6]:
X = X[cols]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
print(sm.Logit(y_train, X_train).fit().summary())

# In[7]:
logreg = LogisticRegression(solver="liblinear")
logreg.fit(X_train, y_train)
print("Accuracy on test set: {:.2f}".format(logreg.score(X_test, y_test)))
print(confusion_matrix(y_test, logreg.predict(X_test)))
print(roc_auc_score(y_test, logreg.predict_proba(X_test)[:, 1]))
