# coding: utf-8

# In[1]:

import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import precision_recall_curve, average_precision_score, confusion_matrix
from sklearn.model_selection import train_test_split

# In[2]:

cc = pd.read_csv("creditcard.csv")
cc["Amount"] = np.log1p(cc["Amount"])
cc = cc.drop("Time", axis=1)
print(cc.Class.value_counts(normalize=True))

# In[3]:

X = cc.drop("Class", axis=1)
y = cc["Class"]

sm = SMOTE(random_state=42, sampling_strategy=0.5)
X_res, y_res = sm.fit_resample(X, y)  # leak: L7
print(X_res.shape, y_res.mean())

# In[4]:

X_train, X_test, y_train, y_test = train_test_split(X_res, y_res, test_size=0.3, random_state=42)

# In[5]:

forest = RandomForestClassifier(n_estimators=100, n_jobs=-1)
forest.fit(X_train, y_train)
y_hat = forest.predict(X_test)
confusion_matrix(y_test, y_hat)

# In[6]:

proba = forest.predict_proba(X_test)[:, 1]
pr, rc, _ = precision_recall_curve(y_test, proba)
plt.plot(rc, pr)
plt.title("AP = %.3f" % average_precision_score(y_test, proba))
plt.show()
