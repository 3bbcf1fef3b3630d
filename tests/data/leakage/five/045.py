"""Click prediction with out-of-fold mean encoding."""
import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import KFold

CATS = ['site_id', 'app_id', 'device_model', 'banner_pos']


def smooth_mean(frame, col, prior, m=50):
    g = frame.groupby(col)['click'].agg(['sum', 'count'])
    return (g['sum'] + prior * m) / (g['count'] + m)


def encode_train(frame):
    out = pd.DataFrame(index=frame.index, columns=CATS, dtype=float)
    for fit_idx, enc_idx in KFold(5, shuffle=True, random_state=0).split(frame):
        part = frame.iloc[fit_idx]
        prior = part['click'].mean()
        for c in CATS:
            enc = frame.iloc[enc_idx][c].map(smooth_mean(part, c, prior)).fillna(prior)
            out.iloc[enc_idx, out.columns.get_loc(c)] = enc.values
    return out


def encode_new(frame, reference):
    prior = reference['click'].mean()
    return pd.DataFrame({c: frame[c].map(smooth_mean(reference, c, prior)).fillna(prior) for c in CATS})


def main():
    df = pd.read_csv('avazu_1m.csv')
    df['hour_of_day'] = df['hour'] % 100
    day = df['hour'] // 100
    last_day = day.max()
    train, test = df[day < last_day], df[day == last_day]

    X_train = encode_train(train).assign(hour=train['hour_of_day'])
    X_test = encode_new(test, train).assign(hour=test['hour_of_day'])
    clf = LGBMClassifier(n_estimators=300, learning_rate=0.05)
    clf.fit(X_train, train['click'])
    p = clf.predict_proba(X_test)[:, 1]
    print('logloss', log_loss(test['click'], p), 'auc', roc_auc_score(test['click'], p))


if __name__ == '__main__':
    main()
