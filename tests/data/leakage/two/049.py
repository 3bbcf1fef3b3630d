import numpy as np
import pandas as pd
import argparse
import logging
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import StratifiedKFold, GridSearchCV
import pandas as pd
from sklearn.svm import SVC
from sklearn.metrics import roc_auc_score
from sklearn.utils import shuffle
from sklearn.impute import SimpleImputer
from sklearn.feature_selection import mutual_info_classif
from sklearn.pipeline import Pipeline
from sklearn.feature_selection import SelectKBest
import warnings
warnings.filterwarnings('ignore')

"""Nested cross validation for a small medical cohort."""
log = logging.getLogger(__name__)


def build():
    return Pipeline([
        ('imp', SimpleImputer(strategy='median')),
        ('sc', StandardScaler()),
        ('sel', SelectKBest(mutual_info_classif)),
        ('clf', SVC(probability=True)),
    ])


def run(path, n_outer=5, n_inner=3, seed=0):
    df = pd.read_csv(path)
    y = df.pop('remission').values
    X = df.select_dtypes('number').values
    outer = StratifiedKFold(n_outer, shuffle=True, random_state=seed)
    inner = StratifiedKFold(n_inner, shuffle=True, random_state=seed)
    grid = {'sel__k': [5, 10, 20], 'clf__C': [0.1, 1, 10], 'clf__gamma': ['scale', 0.01]}
    scores = []
    for i, (tr, te) in enumerate(outer.split(X, y)):
        gs = GridSearchCV(build(), grid, cv=inner, scoring='roc_auc', n_jobs=-1)
        gs.fit(X[tr], y[tr])
        s = roc_auc_score(y[te], gs.predict_proba(X[te])[:, 1])
        log.info('outer %d: %s -> %.3f', i, gs.best_params_, s)
        scores.append(s)
    return np.array(scores)


if __name__ == '__main__':
    ap = argparse.ArgumentParser()
    ap.add_argument('--csv', default='cohort.csv')
    ap.add_argument('--seed', type=int, default=0)
    a = ap.parse_args()
    logging.basicConfig(level='INFO')
    r = run(a.csv, seed=a.seed)
    print('AUC %.3f +/- %.3f' % (r.mean(), r.std()))
