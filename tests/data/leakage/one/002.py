import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

loans = pd.read_csv("loan_prediction.csv").drop("Loan_ID", axis=1)
loans["Loan_Status"] = (loans["Loan_Status"] == "Y").astype(int)
loans = pd.get_dummies(loans)
df, df_test = train_test_split(loans, test_size=0.2, random_state=0)
df, df_test = df.copy(), df_test.copy()

for col in ["ApplicantIncome", "LoanAmount", "Loan_Amount_Term", "Credit_History"]:
    m = df[col].mean()
    df[col] = df[col].fillna(m)
    df_test[col] = df_test[col].fillna(m)

df = df.astype(float)
df_test = df_test.astype(float)
clf = LogisticRegression(max_iter=4000)
clf.fit(df.drop("Loan_Status", axis=1), df["Loan_Status"])
print("acc", clf.score(df_test.drop("Loan_Status", axis=1), df_test["Loan_Status"]))
