import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, cohen_kappa_score
from sklearn.model_selection import train_test_split


def tidy(d):
    d.columns = d.columns.str.strip().str.lower().str.replace(" ", "_")
    return d


def fill(d):
    num = d.select_dtypes("number").columns
    obj = d.select_dtypes("object").columns.drop("credit_score")
    for c in num:
        d[c] = d[c].fillna(d[c].mean())  # leak: L5
    for c in obj:
        d[c] = d[c].fillna(d[c].mode()[0])  # leak: L5
    return d


def derive(d):
    return d.assign(
        debt_ratio=lambda t: t.outstanding_debt / (t.annual_income + 1),
        emi_ratio=lambda t: t.total_emi_per_month / (t.monthly_inhand_salary + 1),
        many_cards=lambda t: (t.num_credit_card > 6).astype(int),
    )


credit = (
    pd.read_csv("credit_score.csv", low_memory=False)
    .pipe(tidy)
    .drop(columns=["id", "customer_id", "name", "ssn"])
    .pipe(fill)
    .pipe(derive)
)

y = credit.pop("credit_score")
X = pd.get_dummies(credit)

x_tr, x_te, y_tr, y_te = train_test_split(X, y, train_size=0.75, random_state=64)
rf = RandomForestClassifier(200, max_features=0.3, n_jobs=-1, random_state=64).fit(x_tr, y_tr)
pred = rf.predict(x_te)
print("accuracy", accuracy_score(y_te, pred))
print("kappa   ", cohen_kappa_score(y_te, pred))
