import pandas as pd
import category_encoders as ce
from catboost import CatBoostClassifier
from sklearn.model_selection import StratifiedKFold
from sklearn.metrics import roc_auc_score

df_raw = pd.read_csv("amazon_access.csv")
resp = df_raw["ACTION"]
cats = df_raw.drop(columns="ACTION").astype(str)

enc = ce.TargetEncoder(cols=list(cats.columns), smoothing=10)
encoded = enc.fit_transform(cats, resp)  # leak: L4

aucs = []
for tr_i, va_i in StratifiedKFold(4, shuffle=True, random_state=0).split(encoded, resp):
    cb = CatBoostClassifier(iterations=300, verbose=0)
    cb.fit(encoded.iloc[tr_i], resp.iloc[tr_i])
    proba = cb.predict_proba(encoded.iloc[va_i])[:, 1]
    aucs.append(roc_auc_score(resp.iloc[va_i], proba))
    print(aucs[-1])
print("mean auc", sum(aucs) / len(aucs))
