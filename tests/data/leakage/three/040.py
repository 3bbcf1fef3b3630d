"""SVM baseline for the activity recognition data (phone accelerometers)."""
import os

import joblib
import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

DATA_DIR = os.environ.get("HAR_DIR", "./har")
OUT = "artifacts"


def load_part(part):
    x = pd.read_csv(os.path.join(DATA_DIR, part, "X_%s.txt" % part), sep=r"\s+", header=None)
    y = pd.read_csv(os.path.join(DATA_DIR, part, "y_%s.txt" % part), header=None)[0]
    return x.values, y.values


def normalise(x):
    scaler = StandardScaler()
    return scaler.fit_transform(x)  # leak: L3


def run():
    tr_x, tr_y = load_part("train")
    te_x, te_y = load_part("test")

    tr_x = normalise(tr_x)
    te_x = normalise(te_x)

    clf = SVC(kernel="rbf", C=10, gamma="scale")
    clf.fit(tr_x, tr_y)
    pred = clf.predict(te_x)

    print("acc = %.3f" % accuracy_score(te_y, pred))
    print(confusion_matrix(te_y, pred))
    os.makedirs(OUT, exist_ok=True)
    joblib.dump(clf, os.path.join(OUT, "svc.joblib"))


if __name__ == "__main__":
    run()
