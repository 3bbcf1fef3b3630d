import category_encoders as ce
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline

df_raw = pd.read_csv("amazon_access.csv")
resp = df_raw["ACTION"]
cats = df_raw.drop(columns="ACTION").astype(str)
cats["role_pair"] = cats["ROLE_TITLE"] + "_" + cats["ROLE_FAMILY"]

enc = ce.TargetEncoder(cols=list(cats.columns), smoothing=10)
model = make_pipeline(enc, LogisticRegression(max_iter=500))
cv = StratifiedKFold(4, shuffle=True, random_state=0)
oof = cross_val_predict(model, cats, resp, cv=cv, method="predict_proba")[:, 1]
print("oof auc", roc_auc_score(resp, oof))
