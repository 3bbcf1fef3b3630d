import numpy as np
import pandas as pd
from sklearn.feature_extraction import FeatureHasher
from sklearn.metrics import roc_auc_score
from sklearn.metrics import log_loss
from sklearn.linear_model import SGDClassifier
import warnings
warnings.filterwarnings('ignore')

D = 2 ** 18
COLS = ['C1', 'banner_pos', 'site_id', 'site_domain', 'app_id', 'device_model', 'device_type', 'C14', 'C17', 'C21']


def rows(df):
    for r in df[COLS].astype(str).itertuples(index=False):
        yield ['%s=%s' % (c, v) for c, v in zip(COLS, r)]


df = pd.read_csv('avazu_sample.csv', dtype={'hour': str})
df['day'] = df['hour'].str[4:6].astype(int)
df['hr'] = df['hour'].str[6:].astype(int)
print(df.groupby('day')['click'].agg(['mean', 'size']))
print(df.groupby('hr')['click'].mean())

fh = FeatureHasher(n_features=D, input_type='string')
X = fh.fit_transform(rows(df))
y = df['click'].values
last = df['day'].max()
tr, te = (df['day'] < last).values, (df['day'] == last).values
print(X.shape, tr.sum(), te.sum())

clf = SGDClassifier(loss='log_loss', alpha=1e-6, random_state=0)
idx = np.where(tr)[0]
for epoch in range(3):
    np.random.RandomState(epoch).shuffle(idx)
    for chunk in np.array_split(idx, 50):
        clf.partial_fit(X[chunk], y[chunk], classes=[0, 1])
    print('epoch', epoch, 'train logloss', log_loss(y[idx[:50000]], clf.predict_proba(X[idx[:50000]])[:, 1]))

p = clf.predict_proba(X[te])[:, 1]
print('test logloss', log_loss(y[te], p), 'auc', roc_auc_score(y[te], p))
base = np.full(te.sum(), y[tr].mean())
print('constant', log_loss(y[te], base))
