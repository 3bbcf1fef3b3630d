import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB

sms = pd.read_table("sms.tsv", names=["kind", "message"])
docs = []
for n in range(len(sms)):
    docs.append(sms["message"][n].lower())
label = sms["kind"].map({"ham": 0, "spam": 1})
docs_tr, docs_te, ytr, yte = train_test_split(docs, label, random_state=3)
bow = CountVectorizer(stop_words="english")
Xtr = bow.fit_transform(docs_tr)
Xte = bow.transform(docs_te)
nb = MultinomialNB().fit(Xtr, ytr)
print(nb.score(Xte, yte))
