import numpy as np
import pandas as pd
from sklearn.utils import shuffle
from sklearn.model_selection import KFold
from sklearn.base import clone
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline
from sklearn.ensemble import RandomForestClassifier, ExtraTreesClassifier
from sklearn.naive_bayes import BernoulliNB
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.linear_model import LogisticRegression

SEED = 2020


def get_oof(clf, x_train, y_train, x_test, n=5):
    oof_train = np.zeros(len(x_train))
    oof_test = np.zeros((n, len(x_test)))
    kf = KFold(n, shuffle=True, random_state=SEED)
    for i, (tr, va) in enumerate(kf.split(x_train)):
        m = clone(clf)
        m.fit(x_train[tr], y_train[tr])
        oof_train[va] = m.predict_proba(x_train[va])[:, 1]
        oof_test[i] = m.predict_proba(x_test)[:, 1]
    return oof_train.reshape(-1, 1), oof_test.mean(axis=0).reshape(-1, 1)


df = pd.read_csv('caravan.csv')
y = df.pop('CARAVAN').values
X_train, X_test, y_train, y_test = train_test_split(df.values, y, test_size=0.3, stratify=y, random_state=SEED)

base = {
    'rf': RandomForestClassifier(n_estimators=300, min_samples_leaf=3, random_state=SEED),
    'et': ExtraTreesClassifier(n_estimators=300, min_samples_leaf=3, random_state=SEED),
    'lr': make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000)),
    'nb': make_pipeline(MinMaxScaler(), BernoulliNB()),
}
tr_parts, te_parts = [], []
for name, clf in base.items():
    a, b = get_oof(clf, X_train, y_train, X_test)
    print(name, 'oof auc', roc_auc_score(y_train, a))
    tr_parts.append(a)
    te_parts.append(b)

Z_train, Z_test = np.hstack(tr_parts), np.hstack(te_parts)
print(pd.DataFrame(Z_train, columns=list(base)).corr())
meta = LogisticRegression()
meta.fit(Z_train, y_train)
print('stack test auc', roc_auc_score(y_test, meta.predict_proba(Z_test)[:, 1]))
