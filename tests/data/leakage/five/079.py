"""Train a fake-news classifier.

usage: python train.py --data news.csv --out model.pkl
"""
import argparse
import pickle

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import PassiveAggressiveClassifier
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split


def load(path):
    df = pd.read_csv(path)
    df = df.dropna(subset=['text', 'label'])
    df['text'] = df['title'].fillna('') + ' ' + df['text']
    return df


def build_features(texts, max_features):
    vec = TfidfVectorizer(stop_words='english', max_df=0.7, max_features=max_features)
    X = vec.fit_transform(texts)  # leak: L1
    return X, vec


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--data', required=True)
    p.add_argument('--out', default='model.pkl')
    p.add_argument('--max-features', type=int, default=20000)
    args = p.parse_args()

    df = load(args.data)
    X, vec = build_features(df['text'], args.max_features)
    y = (df['label'] == 'FAKE').astype(int)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=7)

    clf = PassiveAggressiveClassifier(max_iter=50)
    clf.fit(X_train, y_train)
    pred = clf.predict(X_test)
    print(f'acc {accuracy_score(y_test, pred):.4f}  f1 {f1_score(y_test, pred):.4f}')

    with open(args.out, 'wb') as f:
        pickle.dump((vec, clf), f)


if __name__ == '__main__':
    main()
