import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedShuffleSplit

loans = pd.read_csv("loan_prediction.csv")
loans = loans.drop("Loan_ID", axis=1)
numeric = ["ApplicantIncome", "CoapplicantIncome", "LoanAmount", "Loan_Amount_Term"]

for col in numeric:
    loans[col] = loans[col].fillna(loans[col].mean())  # leak: L5

for col in ["Gender", "Married", "Self_Employed"]:
    loans[col] = loans[col].fillna("unknown")
loans["Credit_History"] = loans["Credit_History"].fillna(-1)
loans["Loan_Status"] = (loans["Loan_Status"] == "Y").astype(int)
loans = pd.get_dummies(loans)

X = loans.drop("Loan_Status", axis=1).values
y = loans["Loan_Status"].values
sss = StratifiedShuffleSplit(n_splits=1, test_size=0.2, random_state=0)
for tr, ts in sss.split(X, y):
    clf = LogisticRegression(max_iter=3000).fit(X[tr], y[tr])
    print("acc:", clf.score(X[ts], y[ts]))
