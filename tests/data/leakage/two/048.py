# %%
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.pipeline import Pipeline
from collections import Counter
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.linear_model import LogisticRegression
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.preprocessing import MultiLabelBinarizer
from sklearn.model_selection import train_test_split

q = pd.read_csv('stack_questions.csv').dropna()
q['tags'] = q['tags'].str.strip('<>').str.split('><')
top = [t for t, _ in Counter(t for ts in q['tags'] for t in ts).most_common(40)]
q['tags'] = q['tags'].apply(lambda ts: [t for t in ts if t in top])
q = q[q['tags'].str.len() > 0]
print(len(q), top[:10])

# %%
pd.Series([t for ts in q['tags'] for t in ts]).value_counts().plot.barh(figsize=(5, 9))
plt.show()

# %%
from sklearn.multiclass import OneVsRestClassifier
mlb = MultiLabelBinarizer()
Y = mlb.fit_transform(q['tags'])
body = q['title'] + ' ' + q['body'].str.replace('<[^>]+>', ' ', regex=True)

# %%
b_train, b_test, Y_train, Y_test = train_test_split(body, Y, test_size=0.2, random_state=0)
pipe = Pipeline([
    ('feat', FeatureUnion([('word', TfidfVectorizer(min_df=5, max_features=30000)), ('char', TfidfVectorizer(analyzer='char_wb', ngram_range=(2, 4), max_features=20000))])),
    ('clf', OneVsRestClassifier(LogisticRegression(C=5, max_iter=300), n_jobs=-1)),
])
pipe.fit(b_train, Y_train)
P = pipe.predict(b_test)
print('micro', f1_score(Y_test, P, average='micro'), 'macro', f1_score(Y_test, P, average='macro'))

# %%
per_tag = pd.Series(f1_score(Y_test, P, average=None), index=mlb.classes_).sort_values()
print(per_tag)
