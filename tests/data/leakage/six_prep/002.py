import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB

sms = pd.read_table("sms.tsv", names=["kind", "message"])
docs = [sms["message"][n].lower() for n in range(len(sms))]
bow = CountVectorizer(stop_words="english")
counts = bow.fit_transform(docs)  # leak: L1
label = sms["kind"].map({"ham": 0, "spam": 1})
Xtr, Xte, ytr, yte = train_test_split(counts, label, random_state=3)
nb = MultinomialNB().fit(Xtr, ytr)
print(nb.score(Xte, yte))
