import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

berlin = pd.read_csv("berlin.csv")
leipzig = pd.read_csv("leipzig.csv")
models = {}
Xb = StandardScaler().fit_transform(berlin.drop(columns="relapse"))
mb = LogisticRegression().fit(Xb, berlin["relapse"])
Xl = StandardScaler().fit_transform(leipzig.drop(columns="relapse"))
ml = LogisticRegression().fit(Xl, leipzig["relapse"])
print(mb.coef_, ml.coef_)
