"""Train a card fraud model.

usage: python train_fraud.py --data creditcard.csv
"""
import argparse
import joblib
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split


def load(path):
    df = pd.read_csv(path)
    df = df.drop_duplicates()
    df = df.drop(columns=["Time"])
    return df.drop(columns=["Class"]), df["Class"]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", default="creditcard.csv")
    ap.add_argument("--trees", type=int, default=100)
    ap.add_argument("--out", default="fraud.joblib")
    args = ap.parse_args()

    X, y = load(args.data)
    print("fraud share: %.5f" % y.mean())

    sm = SMOTE(random_state=1)
    X_bal, y_bal = sm.fit_resample(X, y)  # leak: L7
    print("after balancing:", X_bal.shape)

    X_train, X_test, y_train, y_test = train_test_split(
        X_bal, y_bal, test_size=0.3, random_state=1, stratify=y_bal
    )

    clf = RandomForestClassifier(n_estimators=args.trees, n_jobs=-1)
    clf.fit(X_train, y_train)
    p = clf.predict_proba(X_test)[:, 1]
    print("AUC   ", roc_auc_score(y_test, p))
    print("AUPRC ", average_precision_score(y_test, p))
    joblib.dump(clf, args.out)


if __name__ == "__main__":
    main()
