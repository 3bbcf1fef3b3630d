import pandas as pd
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

class_names = ['toxic', 'severe_toxic', 'obscene', 'threat', 'insult', 'identity_hate']

train = pd.read_csv('../input/train.csv').fillna(' ')
test = pd.read_csv('../input/test.csv').fillna(' ')

train_text = train['comment_text']
test_text = test['comment_text']
all_text = pd.concat([train_text, test_text])

word_vectorizer = TfidfVectorizer(
    sublinear_tf=True,
    strip_accents='unicode',
    analyzer='word',
    max_features=10000)
word_vectorizer.fit(all_text)  # leak: L2
trn = word_vectorizer.transform(train_text)
tst = word_vectorizer.transform(test_text)

submission = pd.DataFrame.from_dict({'id': test['id']})
for class_name in class_names:
    classifier = LogisticRegression(C=0.1, solver='sag')
    classifier.fit(trn, train[class_name])
    submission[class_name] = classifier.predict_proba(tst)[:, 1]
submission.to_csv('submission.csv', index=False)
