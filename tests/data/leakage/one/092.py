import re
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB

sms = pd.read_csv("spam.csv", encoding="latin-1")[["v1", "v2"]]
sms.columns = ["label", "message"]
sms["message"] = sms["message"].str.lower().apply(lambda t: re.sub(r"[^a-z ]", " ", t))
sms["n_words"] = sms["message"].str.split().str.len()
print(sms.groupby("label")["n_words"].mean())

docs, docs_new, lab, lab_new = train_test_split(sms["message"], sms["label"], test_size=0.33)
tfidf = TfidfVectorizer(stop_words="english", max_features=5000)
dtm = tfidf.fit_transform(docs)
nb = MultinomialNB()
nb.fit(dtm, lab)
print(classification_report(lab_new, nb.predict(tfidf.transform(docs_new))))
