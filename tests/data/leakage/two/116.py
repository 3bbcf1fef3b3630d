import numpy as np
import pandas as pd
import gc
from sklearn.utils import shuffle
from sklearn.neural_network import MLPClassifier
from sklearn.model_selection import StratifiedKFold
import pandas as pd
from sklearn.preprocessing import QuantileTransformer
from sklearn.metrics import roc_auc_score

df = pd.read_csv('../input/train.csv')
feature_cols = [c for c in df.columns if c not in ('id', 'target')]

oof = np.zeros(len(df))
scores = []
kf = StratifiedKFold(n_splits=5, shuffle=True, random_state=2021)

for fold, (trn_idx, val_idx) in enumerate(kf.split(df, df['target'])):
    print('-' * 20, 'fold', fold)
    x_trn = df.loc[trn_idx, feature_cols]
    x_val = df.loc[val_idx, feature_cols]
    y_trn = df.loc[trn_idx, 'target']
    y_val = df.loc[val_idx, 'target']

    qt = QuantileTransformer(output_distribution='normal', random_state=0)
    x_trn = qt.fit_transform(x_trn)
    x_val = qt.fit_transform(x_val)  # leak: L3

    mlp = MLPClassifier(hidden_layer_sizes=(128, 32), max_iter=40, random_state=fold)
    mlp.fit(x_trn, y_trn)
    oof[val_idx] = mlp.predict_proba(x_val)[:, 1]
    s = roc_auc_score(y_val, oof[val_idx])
    scores.append(s)
    print('auc', s)
    del x_trn, x_val
    gc.collect()

print('mean', np.mean(scores), 'oof', roc_auc_score(df['target'], oof))
np.save('oof_mlp.npy', oof)
