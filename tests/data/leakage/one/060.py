import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split

reviews = pd.read_csv("IMDB Dataset.csv")
reviews["review"] = (
    reviews["review"]
    .str.replace("<br />", " ", regex=False)
    .str.lower()
    .str.strip()
)
reviews = reviews.drop_duplicates(subset="review")
y = (reviews["sentiment"] == "positive").astype(int)

# stateless, no vocabulary is learnt
hv = HashingVectorizer(n_features=2 ** 18, alternate_sign=False)
H = hv.transform(reviews["review"])

H_tr, H_te, y_tr, y_te = train_test_split(H, y, test_size=0.2, random_state=0)
sgd = SGDClassifier(loss="log_loss").fit(H_tr, y_tr)
print("accuracy", sgd.score(H_te, y_te))
