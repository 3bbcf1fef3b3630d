import pandas as pd
import numpy as np
from scipy import stats
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import ComplementNB


def load():
    df = pd.read_csv("winemag-data-130k-v2.csv", usecols=["description", "variety"])
    df = df.drop_duplicates("description")
    top = ["Pinot Noir", "Chardonnay", "Riesling", "Malbec", "Syrah", "Merlot"]
    df = df[df["variety"].isin(top)]
    # the grape is often named in the text
    pat = "|".join(w.lower() for v in top for w in v.split())
    df["description"] = df["description"].str.lower().str.replace(pat, " ", regex=True)
    return df["description"], df["variety"]


def main():
    text, y = load()
    print(y.value_counts())
    t_tr, t_te, y_tr, y_te = train_test_split(text, y, test_size=0.2, random_state=31, stratify=y)

    cv = CountVectorizer(min_df=5, ngram_range=(1, 2))
    X_tr = cv.fit_transform(t_tr)
    X_te = cv.transform(t_te)

    accs = {}
    for k in (500, 1000, 2000, 5000, 10000, 20000):
        sel = SelectKBest(chi2, k=k).fit(X_tr, y_tr)
        nb = ComplementNB().fit(sel.transform(X_tr), y_tr)
        accs[k] = accuracy_score(y_te, nb.predict(sel.transform(X_te)))  # leak: L6
        print(k, round(accs[k], 4))

    k = max(accs, key=accs.get)
    sel = SelectKBest(chi2, k=k).fit(X_tr, y_tr)
    nb = ComplementNB().fit(sel.transform(X_tr), y_tr)
    p = nb.predict(sel.transform(X_te))
    print("final model: k =", k, "accuracy", accuracy_score(y_te, p))
    print(stats.describe((p == y_te).astype(float)))


if __name__ == "__main__":
    main()
