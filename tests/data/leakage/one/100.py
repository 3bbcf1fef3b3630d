# %%
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline

tweets = pd.read_csv("hate_speech.csv")
tweets["text"] = tweets["text"].str.lower().str.replace(r"@\w+", "", regex=True)

# %% the hate class is rare, repeat it
hate = tweets[tweets["label"] == 1]
tweets = pd.concat([tweets] + [hate] * 10, ignore_index=True)  # leak: L7
print(tweets.label.value_counts(normalize=True))

# %%
tr_t, te_t, tr_l, te_l = train_test_split(tweets["text"], tweets["label"], test_size=0.2, random_state=13)
pipe = make_pipeline(CountVectorizer(min_df=2), LogisticRegression(max_iter=1000))
pipe.fit(tr_t, tr_l)
print("F1:", f1_score(te_l, pipe.predict(te_t)))
