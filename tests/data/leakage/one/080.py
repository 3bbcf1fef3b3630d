import re
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB
from sklearn.metrics import classification_report


def clean(txt):
    txt = txt.lower()
    txt = re.sub(r"http\S+", " ", txt)
    return re.sub(r"[^a-z ]", " ", txt)


sms = pd.read_csv("spam.csv", encoding="latin-1")[["v1", "v2"]]
sms.columns = ["label", "message"]
sms["message"] = sms["message"].apply(clean)
print(sms.label.value_counts())

tfidf = TfidfVectorizer(stop_words="english", max_features=5000)
vecs = tfidf.fit_transform(sms["message"]).toarray()  # leak: L1

x1, x2, y1, y2 = train_test_split(vecs, sms["label"], test_size=0.33)
nb = MultinomialNB()
nb.fit(x1, y1)
print(classification_report(y2, nb.predict(x2)))
