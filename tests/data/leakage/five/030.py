import argparse
import os
import numpy as np
import pandas as pd
import joblib
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_selection import SelectFromModel
from sklearn.preprocessing import QuantileTransformer
from sklearn.metrics import f1_score


def load_split(folder, name):
    d = pd.read_parquet(os.path.join(folder, name + '.parquet'))
    y = d.pop('label').values
    d = d.drop(columns=['flow_id', 'src_ip', 'dst_ip'], errors='ignore')
    d = d.replace([np.inf, -np.inf], np.nan).fillna(0)
    return d, y


def fit_prep(X, y):
    qt = QuantileTransformer(n_quantiles=500, output_distribution='normal')
    Z = qt.fit_transform(X)
    sel = SelectFromModel(ExtraTreesClassifier(100, n_jobs=-1, random_state=0), threshold='median')
    sel.fit(Z, y)
    return qt, sel


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description='network intrusion detection')
    parser.add_argument('--folder', default='cicids')
    parser.add_argument('--leafs', type=int, nargs='+', default=[1, 5, 20])
    args = parser.parse_args()

    X, y = load_split(args.folder, 'train')
    Xv, yv = load_split(args.folder, 'valid')
    qt, sel = fit_prep(X, y)
    prep = lambda d: sel.transform(qt.transform(d))

    scores = {}
    for leaf in args.leafs:
        clf = ExtraTreesClassifier(300, min_samples_leaf=leaf, n_jobs=-1, random_state=1).fit(prep(X), y)
        scores[leaf] = f1_score(yv, clf.predict(prep(Xv)), average='macro')
        print('leaf', leaf, 'valid f1', scores[leaf])
    leaf = max(scores, key=scores.get)

    clf = ExtraTreesClassifier(300, min_samples_leaf=leaf, n_jobs=-1, random_state=1).fit(prep(X), y)
    Xt, yt = load_split(args.folder, 'test')
    print('test f1', f1_score(yt, clf.predict(prep(Xt)), average='macro'))
    joblib.dump((qt, sel, clf), 'ids_model.joblib')
