# three classifiers for churned clients, judged on the held-out quarter
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.svm import SVC
from sklearn.metrics import f1_score

clients = pd.read_csv("clients.csv")
X_train, X_valid, y_train, y_valid = train_test_split(
    clients.drop("left", axis=1), clients["left"], stratify=clients["left"]
)

# In[5]:
log = LogisticRegression(max_iter=500).fit(X_train, y_train)
print(f1_score(y_valid, log.predict(X_valid)))
# In[6]:
svm = SVC().fit(X_train, y_train)
print(f1_score(y_valid, svm.predict(X_valid)))
# In[7]:
forest = RandomForestClassifier().fit(X_train, y_train)
print(f1_score(y_valid, forest.predict(X_valid)))  # leak: L8
