# coding: utf-8
import re
import string

import pandas as pd
from nltk.corpus import stopwords
from nltk.stem import PorterStemmer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

STOP = set(stopwords.words("english"))
stemmer = PorterStemmer()


def clean_msg(text):
    text = text.lower()
    text = re.sub(r"http\S+", " url ", text)
    text = text.translate(str.maketrans("", "", string.punctuation))
    return " ".join(stemmer.stem(w) for w in text.split() if w not in STOP)


sms = pd.read_csv("spam.csv", encoding="latin-1")[["v1", "v2"]]
sms.columns = ["label", "msg"]
sms = sms.drop_duplicates()
sms["label"] = sms.label.map({"ham": 0, "spam": 1})
sms["msg"] = sms["msg"].apply(clean_msg)

vec = TfidfVectorizer(min_df=3, ngram_range=(1, 2), sublinear_tf=True)
features = vec.fit_transform(sms["msg"])  # leak: L1
labels = sms["label"]
print("vocabulary:", len(vec.vocabulary_))

cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=1)
for name, est in [("nb", MultinomialNB(alpha=0.1)), ("svc", LinearSVC(C=0.5))]:
    scores = cross_val_score(est, features, labels, cv=cv, scoring="f1")
    print(f"{name}: {scores.mean():.4f} +- {scores.std():.4f}")
