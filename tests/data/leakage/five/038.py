"""Kickstarter success prediction."""
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 2018


def read_data():
    df = pd.read_csv('ks-projects-201801.csv', parse_dates=['launched', 'deadline'])
    df = df[df['state'].isin(['failed', 'successful'])].copy()
    df['target'] = (df['state'] == 'successful').astype(int)
    df['days'] = (df['deadline'] - df['launched']).dt.days
    df['month'] = df['launched'].dt.month
    df['log_goal'] = np.log1p(df['usd_goal_real'])
    df['name_len'] = df['name'].fillna('').str.len()
    return df


def add_target_encoding(df, cols):
    for c in cols:
        means = df.groupby(c)['target'].mean()  # leak: L4
        df[c + '_te'] = df[c].map(means)
    return df


def main():
    df = read_data()
    df = add_target_encoding(df, ['category', 'country', 'currency'])
    features = ['days', 'month', 'log_goal', 'name_len', 'category_te', 'country_te', 'currency_te']

    train, test = train_test_split(df, test_size=0.2, random_state=SEED)
    rf = RandomForestClassifier(n_estimators=300, min_samples_leaf=20, n_jobs=-1, random_state=SEED)
    rf.fit(train[features], train['target'])

    auc = roc_auc_score(test['target'], rf.predict_proba(test[features])[:, 1])
    print('AUC on test: %.4f' % auc)
    for f, i in sorted(zip(features, rf.feature_importances_), key=lambda t: -t[1]):
        print('%-15s %.3f' % (f, i))


if __name__ == '__main__':
    main()
