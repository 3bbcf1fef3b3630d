import numpy as np
import pandas as pd
from sklearn.utils import shuffle
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
import numpy as np
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
import warnings
warnings.filterwarnings('ignore')

N_FOLDS = 5


def fold_target_encode(tr, va, col, target, m=20):
    prior = tr[target].mean()
    agg = tr.groupby(col)[target].agg(['mean', 'count'])
    smooth = (agg['mean'] * agg['count'] + prior * m) / (agg['count'] + m)
    return tr[col].map(smooth).fillna(prior), va[col].map(smooth).fillna(prior)


def main():
    df = pd.read_csv('input/cat_in_the_dat/train.csv').drop(columns='id')
    for c in df.columns:
        if df[c].dtype == object:
            df[c] = df[c].fillna('NA')
        else:
            df[c] = df[c].fillna(-1)
    cats = ['nom_5', 'nom_6', 'nom_7', 'nom_8', 'nom_9']
    skf = StratifiedKFold(N_FOLDS, shuffle=True, random_state=42)
    oof = np.zeros(len(df))
    for fold, (a, b) in enumerate(skf.split(df, df['target'])):
        tr, va = df.iloc[a].copy(), df.iloc[b].copy()
        for c in cats:
            tr[c + '_te'], va[c + '_te'] = fold_target_encode(tr, va, c, 'target')
        cols = [c + '_te' for c in cats] + ['bin_0', 'bin_1', 'bin_2', 'day', 'month']
        sc = StandardScaler().fit(tr[cols])
        clf = LogisticRegression(C=0.1)
        clf.fit(sc.transform(tr[cols]), tr['target'])
        oof[b] = clf.predict_proba(sc.transform(va[cols]))[:, 1]
        print(fold, roc_auc_score(va['target'], oof[b]))
    print('OOF', roc_auc_score(df['target'], oof))


if __name__ == '__main__':
    main()
