# %%
# toxic comments, linear models w/ tfidf, 5 fold
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.feature_extraction.text import TfidfVectorizer, CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, StratifiedKFold
from sklearn.pipeline import make_pipeline, make_union

# %%
train = pd.read_csv('../input/train.csv')
test = pd.read_csv('../input/test.csv')
train['comment_text'] = train['comment_text'].fillna(' ').str.lower()
test['comment_text'] = test['comment_text'].fillna(' ').str.lower()

# %%
# most common words, only for the plot
cnt = CountVectorizer(stop_words='english', max_features=30)
bow = cnt.fit_transform(train['comment_text'])
freq = np.asarray(bow.sum(axis=0)).ravel()
plt.barh(cnt.get_feature_names_out(), freq)
plt.show()

# %%
labels = ['toxic', 'severe_toxic', 'obscene', 'threat', 'insult', 'identity_hate']
def build(C):
    words = TfidfVectorizer(sublinear_tf=True, max_features=20000, stop_words='english')
    chars = TfidfVectorizer(analyzer='char', ngram_range=(2, 5), max_features=40000)
    return make_pipeline(make_union(words, chars), LogisticRegression(C=C, solver='sag'))

# %%
skf = StratifiedKFold(5, shuffle=True, random_state=3)
scores = []
for l in labels:
    s = cross_val_score(build(0.1), train['comment_text'], train[l], cv=skf, scoring='roc_auc')
    print(l, s.mean().round(4), s.std().round(4))
    scores.append(s.mean())
print('total', np.mean(scores))

# %%
sub = pd.DataFrame({'id': test['id']})
for l in labels:
    m = build(0.1)
    m.fit(train['comment_text'], train[l])
    sub[l] = m.predict_proba(test['comment_text'])[:, 1]
sub.to_csv('submission.csv', index=False)
