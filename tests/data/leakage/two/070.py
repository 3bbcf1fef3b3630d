import numpy as np
from sklearn.metrics import accuracy_score
from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import GroupKFold
from sklearn.decomposition import TruncatedSVD
from collections import Counter
from sklearn.linear_model import LogisticRegression
import numpy as np
import warnings
warnings.filterwarnings('ignore')

"""POS tagging baseline on the treebank corpus"""
import nltk
from nltk.corpus import treebank


def word_features(sent, i):
    w = sent[i][0]
    return {
        'word': w.lower(), 'suf3': w[-3:], 'suf2': w[-2:], 'pre1': w[0],
        'is_upper': w.isupper(), 'is_title': w.istitle(), 'digit': w.isdigit(),
        'prev': '' if i == 0 else sent[i - 1][0].lower(),
        'next': '' if i == len(sent) - 1 else sent[i + 1][0].lower(),
    }


nltk.download('treebank')
rows, tags, groups = [], [], []
for g, sent in enumerate(treebank.tagged_sents()[:1500]):
    for i in range(len(sent)):
        rows.append(word_features(sent, i))
        tags.append(sent[i][1])
        groups.append(g)
print(len(rows), Counter(tags).most_common(5))

dv = DictVectorizer()
X = dv.fit_transform(rows)  # leak: L1
svd = TruncatedSVD(n_components=100, random_state=0)
X = svd.fit_transform(X)  # leak: L1
y = np.array(tags)

accs = []
for tr, te in GroupKFold(5).split(X, y, groups):
    clf = LogisticRegression(max_iter=300)
    clf.fit(X[tr], y[tr])
    accs.append(accuracy_score(y[te], clf.predict(X[te])))
    print('fold accuracy', accs[-1])
print(np.mean(accs))
