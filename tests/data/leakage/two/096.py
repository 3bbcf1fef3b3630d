# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
import missingno as msno
from sklearn.compose import ColumnTransformer
from sklearn.metrics import roc_auc_score
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler, OneHotEncoder

def split_by_date(df, col, cut1, cut2):
    a = df[df[col] < cut1]
    b = df[(df[col] >= cut1) & (df[col] < cut2)]
    c = df[df[col] >= cut2]
    return a.copy(), b.copy(), c.copy()


def encode_rare(parts, col, min_n=100):
    ref = parts[0][col].value_counts()
    keep = set(ref[ref >= min_n].index)
    for p in parts:
        p[col] = p[col].where(p[col].isin(keep), 'rare')
    return parts


# %%
events = pd.read_csv('bookings.csv', parse_dates=['booked'])
events['lead'] = events['lead_time'].clip(0, 365)
events['weekend'] = events['booked'].dt.dayofweek >= 5

# %%
sns.histplot(events['cancelled'])
plt.show()

# %%
msno.matrix(events)

# %%
events.columns

# %%
parts = split_by_date(events, 'booked', '2016-10-01', '2017-02-01')
for c in ['country', 'agent', 'company']:
    parts = encode_rare(parts, c)
train, valid, test = parts
cols = ['lead', 'weekend', 'country', 'agent', 'company', 'adults', 'adr']
ohe = OneHotEncoder(handle_unknown='ignore')
ct = ColumnTransformer([('o', ohe, ['country', 'agent', 'company']), ('s', StandardScaler(), ['lead', 'adults', 'adr'])], remainder='passthrough')
X_train = ct.fit_transform(train[cols])
X_valid, X_test = ct.transform(valid[cols]), ct.transform(test[cols])

# %%
aucs = {}
for C in np.logspace(-3, 1, 9):
    m = LogisticRegression(C=C, max_iter=1000).fit(X_train, train['cancelled'])
    aucs[C] = roc_auc_score(valid['cancelled'], m.predict_proba(X_valid)[:, 1])
C = max(aucs, key=aucs.get)
plt.semilogx(list(aucs), list(aucs.values()), 'o-')
plt.show()

# %%
m = LogisticRegression(C=C, max_iter=1000).fit(X_train, train['cancelled'])
print('C', C, 'test', roc_auc_score(test['cancelled'], m.predict_proba(X_test)[:, 1]))
