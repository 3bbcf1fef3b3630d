import re
import sys

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

STOP = set("a an the is was are be to of in it this that i my and or for on".split())


def clean(text):
    text = re.sub(r"<[^>]+>", " ", str(text))
    text = re.sub(r"[^a-z ]", " ", text.lower())
    return " ".join(w for w in text.split() if w not in STOP)


def get_data(path):
    df = pd.read_csv(path, usecols=["Score", "Text"], nrows=60000)
    df = df[df["Score"] != 3]
    df["label"] = (df["Score"] > 3).astype(int)
    df["Text"] = df["Text"].map(clean)
    return df


def extract_features(texts):
    vec = TfidfVectorizer(max_features=10000, ngram_range=(1, 2))
    feats = vec.fit_transform(texts)  # leak: L1
    return vec, feats


if __name__ == "__main__":
    df = get_data(sys.argv[1])
    print(df["label"].value_counts())
    vec, feats = extract_features(df["Text"])
    X_train, X_test, y_train, y_test = train_test_split(
        feats, df["label"], test_size=0.2, random_state=0)
    for clf in (LogisticRegression(max_iter=300), LinearSVC()):
        clf.fit(X_train, y_train)
        print(clf)
        print(classification_report(y_test, clf.predict(X_test)))
    names = vec.get_feature_names_out()
    order = clf.coef_[0].argsort()
    print("neg:", names[order[:15]])
    print("pos:", names[order[-15:]])
