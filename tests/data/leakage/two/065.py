import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from category_encoders import WOEEncoder
from sklearn.linear_model import LogisticRegression

def psi(a, b, bins=10):
    edges = np.linspace(0, 1, bins + 1)
    pa = np.histogram(a, edges)[0] / len(a) + 1e-6
    pb = np.histogram(b, edges)[0] / len(b) + 1e-6
    return np.sum((pa - pb) * np.log(pa / pb))


def iv_table(df, col, y):
    g = df.groupby(col)[y].agg(['sum', 'count'])
    good = (g['count'] - g['sum']) / (g['count'] - g['sum']).sum()
    bad = g['sum'] / g['sum'].sum()
    return ((good - bad) * np.log((good + 1e-6) / (bad + 1e-6))).sum()


loans = pd.read_csv('lending_club.csv', low_memory=False)
loans = loans[loans['loan_status'].isin(['Fully Paid', 'Charged Off'])]
loans['bad'] = (loans['loan_status'] == 'Charged Off').astype(int)
cats = ['grade', 'home_ownership', 'purpose', 'addr_state', 'emp_length']
for c in cats:
    print(c, 'IV', round(iv_table(loans, c, 'bad'), 3))

woe = WOEEncoder(cols=cats)
X = woe.fit_transform(loans[cats + ['int_rate', 'dti', 'annual_inc']], loans['bad'])  # leak: L4
X['annual_inc'] = np.log1p(X['annual_inc'])
X = X.fillna(0)
y = loans['bad']

X_dev, X_oot, y_dev, y_oot = train_test_split(X, y, test_size=0.3, random_state=1)
lr = LogisticRegression(max_iter=1000).fit(X_dev, y_dev)
s_dev, s_oot = lr.predict_proba(X_dev)[:, 1], lr.predict_proba(X_oot)[:, 1]
print('gini dev', 2 * roc_auc_score(y_dev, s_dev) - 1)
print('gini oot', 2 * roc_auc_score(y_oot, s_oot) - 1)
print('psi', psi(s_dev, s_oot))
