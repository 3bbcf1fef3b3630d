# In[1]:
import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier, early_stopping, log_evaluation
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import QuantileTransformer

# In[2]:
data = pd.read_csv("telemarketing.csv")
data["pdays_known"] = (data["pdays"] != 999).astype(int)
y = (data.pop("subscribed") == "yes").astype(int)
data = pd.get_dummies(data)

# In[3]:
X, X_hold, y, y_hold = train_test_split(data, y, test_size=0.2, stratify=y, random_state=101)

# In[4]:
qt = QuantileTransformer(output_distribution="normal", random_state=0)
X = pd.DataFrame(qt.fit_transform(X), columns=data.columns)
X_hold = pd.DataFrame(qt.transform(X_hold), columns=data.columns)

# In[5]:
X_train, X_test, y_train, y_test = train_test_split(X, y.values, test_size=0.15, random_state=101)
clf = LGBMClassifier(n_estimators=3000, learning_rate=0.02, num_leaves=24)
clf.fit(
    X_train,
    y_train,
    eval_set=[(X_test, y_test)],
    eval_metric="auc",
    callbacks=[early_stopping(60), log_evaluation(100)],
)
print("rounds", clf.best_iteration_)

# In[6]:
print("AUC on the hold-out:", roc_auc_score(y_hold, clf.predict_proba(X_hold)[:, 1]))
