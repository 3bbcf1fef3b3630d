import pandas as pd
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.preprocessing import OrdinalEncoder, StandardScaler

NUM = ["loan_amnt", "annual_inc", "dti", "revol_util", "open_acc"]
CAT = ["grade", "home_ownership", "purpose", "state"]


class LoanPreprocessor:
    def __init__(self):
        self.enc = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
        self.sc = StandardScaler()

    def run(self, df, fit=True):
        df = df.copy()
        df["annual_inc"] = np.log1p(df["annual_inc"])
        if fit:
            self.enc.fit(df[CAT])  # leak: L3
            self.sc.fit(df[NUM])  # leak: L3
        cats = pd.DataFrame(self.enc.transform(df[CAT]), columns=CAT, index=df.index)
        nums = pd.DataFrame(self.sc.transform(df[NUM]), columns=NUM, index=df.index)
        return pd.concat([nums, cats], axis=1)


loans = pd.read_csv("loans.csv", parse_dates=["issue_d"]).dropna(subset=NUM)
loans["bad"] = loans["status"].isin(["Charged Off", "Default"]).astype(int)

train = loans[loans.issue_d < "2016-01-01"]
test = loans[loans.issue_d >= "2016-01-01"]

pp = LoanPreprocessor()
train_features = pp.run(train)
test_features = pp.run(test)

gb = HistGradientBoostingClassifier(max_iter=300, learning_rate=0.06)
gb.fit(train_features, train["bad"])
score = gb.predict_proba(test_features)[:, 1]
print("ROC AUC", roc_auc_score(test["bad"], score))
print("AP", average_precision_score(test["bad"], score))
