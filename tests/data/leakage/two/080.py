import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
import pandas as pd
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.ensemble import RandomForestRegressor

def load(csv):
    df = pd.read_csv(csv)
    df['title_len'] = df['title'].str.len()
    df['weekday'] = pd.to_datetime(df['published']).dt.weekday
    df['log_subs'] = np.log10(df['subscribers'] + 1)
    return df


def tune(df, feats, target):
    inner_tr, inner_va = train_test_split(df, test_size=0.25, random_state=8)
    best = None
    for depth in (2, 4, 6):
        for leaf in (5, 20, 50):
            m = RandomForestRegressor(n_estimators=200, max_depth=depth, min_samples_leaf=leaf, n_jobs=-1, random_state=0)
            m.fit(inner_tr[feats], inner_tr[target])
            e = mean_absolute_error(inner_va[target], m.predict(inner_va[feats]))
            print('depth %d leaf %d -> %.4f' % (depth, leaf, e))
            if best is None or e < best[0]:
                best = (e, depth, leaf)
    return best


if __name__ == '__main__':
    df = load('youtube_trending.csv')
    df['target'] = np.log10(df['views'] + 1)
    feats = ['title_len', 'weekday', 'log_subs', 'duration', 'n_tags']
    df = df.dropna(subset=feats)
    cutoff = '2021-06-01'
    train, test = df[df['published'] < cutoff], df[df['published'] >= cutoff]
    print(train.shape, test.shape)
    err, depth, leaf = tune(train, feats, 'target')
    final = RandomForestRegressor(n_estimators=500, max_depth=depth, min_samples_leaf=leaf, n_jobs=-1, random_state=0)
    # validation rows go back in
    final.fit(train[feats], train['target'])
    p = final.predict(test[feats])
    print('test MAE', mean_absolute_error(test['target'], p), 'R2', r2_score(test['target'], p))
    imp = pd.Series(final.feature_importances_, feats).sort_values()
    imp.plot.barh()
    plt.savefig('imp.png')
