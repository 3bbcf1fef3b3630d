import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

berlin = pd.read_csv("berlin.csv")
scaler = StandardScaler()
Xb = scaler.fit_transform(berlin.drop(columns="relapse"))
clf = LogisticRegression().fit(Xb, berlin["relapse"])

# external cohort
leipzig = pd.read_csv("leipzig.csv")
Xl = scaler.transform(leipzig.drop(columns="relapse"))
print(roc_auc_score(leipzig["relapse"], clf.predict_proba(Xl)[:, 1]))
