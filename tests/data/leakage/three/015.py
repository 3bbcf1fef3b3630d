# In[1]:
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.utils import resample, shuffle

# In[2]:
tw = pd.read_csv("hate_tweets.csv")
tw["tweet"] = tw.tweet.str.replace(r"@\w+", "", regex=True).str.lower()
tw = tw.drop_duplicates("tweet")
tw.label.value_counts()

# In[3]:
df_train, df_test = train_test_split(tw, test_size=0.2, stratify=tw.label, random_state=6)

# In[4]:
df = df_train
df_major = df[df.label == 0]
df_minor = df[df.label == 1]
df_minor_up = resample(df_minor, replace=True, n_samples=len(df_major), random_state=6)
df = shuffle(pd.concat([df_major, df_minor_up]), random_state=6)
df.label.value_counts()

# In[5]:
cv = CountVectorizer(min_df=2, max_features=8000, stop_words="english")
X = cv.fit_transform(df.tweet)
X_test = cv.transform(df_test.tweet)

# In[6]:
rf = RandomForestClassifier(300, n_jobs=-1, random_state=6)
rf.fit(X, df.label)
print(classification_report(df_test.label, rf.predict(X_test)))
