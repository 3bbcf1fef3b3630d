# %%
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline

tweets = pd.read_csv("hate_speech.csv")
tweets["text"] = tweets["text"].str.lower().str.replace(r"@\w+", "", regex=True)
tweets = tweets.drop_duplicates("text").reset_index(drop=True)
tweets, check = train_test_split(tweets, test_size=0.2, random_state=13)

# %% repeat the rare class
hate = tweets[tweets["label"] == 1]
tweets = pd.concat([tweets] + [hate] * 10, ignore_index=True)
print(tweets.label.value_counts(normalize=True))

# %%
pipe = make_pipeline(CountVectorizer(min_df=2), LogisticRegression(max_iter=1000))
pipe.fit(tweets["text"], tweets["label"])
print("F1:", f1_score(check["label"], pipe.predict(check["text"])))
