import pandas as pd
import joblib
from sklearn.impute import SimpleImputer
from sklearn.metrics import average_precision_score
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupShuffleSplit
from sklearn.preprocessing import RobustScaler
import warnings
warnings.filterwarnings('ignore')

STATE = {}


def preprocess(df, fit=False):
    df = df.copy()
    df['visit_hour'] = pd.to_datetime(df['visit']).dt.hour
    df['bmi'] = df['weight'] / (df['height'] / 100) ** 2
    df = df.drop(columns=['visit', 'pid'])
    num = ['age', 'bmi', 'weight', 'height', 'sbp', 'dbp']
    if fit:
        STATE['imp'] = SimpleImputer(strategy='median').fit(df[num])
        STATE['sc'] = RobustScaler().fit(STATE['imp'].transform(df[num]))
        STATE['ward'] = df['ward'].value_counts(normalize=True)
    df[num] = STATE['sc'].transform(STATE['imp'].transform(df[num]))
    df['ward'] = df['ward'].map(STATE['ward']).fillna(0)
    df['sex'] = (df['sex'] == 'F').astype(int)
    return df


def report(name, y, p):
    print('%-8s auc %.4f ap %.4f' % (name, roc_auc_score(y, p), average_precision_score(y, p)))


def main():
    raw = pd.read_csv('hospital.csv')
    raw = raw.dropna(subset=['sepsis'])
    print(raw.describe())
    gss = GroupShuffleSplit(n_splits=1, test_size=0.25, random_state=5)
    tr, te = next(gss.split(raw, groups=raw['pid']))
    y_tr, y_te = raw['sepsis'].iloc[tr], raw['sepsis'].iloc[te]
    X_tr = preprocess(raw.iloc[tr].drop(columns='sepsis'), fit=True)
    X_te = preprocess(raw.iloc[te].drop(columns='sepsis'))
    lr = LogisticRegression(class_weight='balanced', max_iter=500)
    lr.fit(X_tr, y_tr)
    report('train', y_tr, lr.predict_proba(X_tr)[:, 1])
    report('test', y_te, lr.predict_proba(X_te)[:, 1])
    joblib.dump((STATE, lr), 'sepsis.joblib')


if __name__ == '__main__':
    main()
