"""Train toxicity model. Text -> tfidf -> logistic regression."""
import argparse
import json
import logging
import os

import joblib
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

log = logging.getLogger(__name__)


def build_features(texts, vec=None):
    if vec is None:
        vec = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True)
        return vec.fit_transform(texts), vec
    return vec.transform(texts), vec


def run(data_path, out_dir, C):
    df = pd.read_csv(data_path)
    df['comment_text'] = df['comment_text'].str.lower().str.replace('\n', ' ')
    train_df, test_df = train_test_split(df, test_size=0.15, random_state=13, stratify=df['toxic'])
    log.info('train %d test %d', len(train_df), len(test_df))

    X_train, vec = build_features(train_df['comment_text'])
    X_test, _ = build_features(test_df['comment_text'], vec)
    clf = LogisticRegression(C=C, solver='liblinear')
    clf.fit(X_train, train_df['toxic'])
    auc = roc_auc_score(test_df['toxic'], clf.predict_proba(X_test)[:, 1])
    log.info('test auc %.4f', auc)

    os.makedirs(out_dir, exist_ok=True)
    joblib.dump({'vec': vec, 'clf': clf}, os.path.join(out_dir, 'model.joblib'))
    with open(os.path.join(out_dir, 'metrics.json'), 'w') as f:
        json.dump({'auc': auc}, f)


if __name__ == '__main__':
    logging.basicConfig(level=logging.INFO)
    ap = argparse.ArgumentParser()
    ap.add_argument('data')
    ap.add_argument('--out', default='out')
    ap.add_argument('-C', type=float, default=4.0)
    a = ap.parse_args()
    run(a.data, a.out, a.C)
