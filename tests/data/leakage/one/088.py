import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

churn = pd.read_csv("churn.csv").drop(columns=["customer"])
churn = pd.get_dummies(churn, drop_first=True)
X, y = churn.drop(columns="churned"), churn["churned"]
X1, X2, y1, y2 = train_test_split(X, y, test_size=0.25, random_state=30)


def new_model():
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.5, max_iter=2000))


m = new_model().fit(X1, y1)
print("AUC on hold-out:", roc_auc_score(y2, m.predict_proba(X2)[:, 1]))

# deploy: train with all rows now that the quality is known
production = new_model()
production.fit(X, y)
joblib.dump(production, "churn.joblib")
