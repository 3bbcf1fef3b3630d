import glob
import os
import numpy as np
import librosa
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


def features(path):
    y, sr = librosa.load(path, sr=16000, duration=4)
    m = librosa.feature.mfcc(y=y, sr=sr, n_mfcc=20)
    # per clip normalisation
    m = (m - m.mean(axis=1, keepdims=True)) / (m.std(axis=1, keepdims=True) + 1e-8)
    d = librosa.feature.delta(m)
    c = librosa.feature.spectral_centroid(y=y, sr=sr)
    z = librosa.feature.zero_crossing_rate(y)
    return np.r_[m.max(axis=1), m.min(axis=1), d.mean(axis=1), d.std(axis=1), c.mean(), c.std(), z.mean()]


def collect(root):
    X, y, fold = [], [], []
    for p in sorted(glob.glob(os.path.join(root, 'fold*', '*.wav'))):
        X.append(features(p))
        y.append(int(os.path.basename(p).split('-')[1]))
        fold.append(int(os.path.basename(os.path.dirname(p))[4:]))
    return np.array(X), np.array(y), np.array(fold)


def main():
    X, y, fold = collect('UrbanSound8K/audio')
    print('all clips:', X.shape, 'feature means', X.mean(0)[:5].round(2))
    acc = []
    for tr, te in GroupKFold(n_splits=10).split(X, y, groups=fold):
        sc = StandardScaler()
        clf = SVC(C=10, gamma='scale')
        clf.fit(sc.fit_transform(X[tr]), y[tr])
        acc.append(clf.score(sc.transform(X[te]), y[te]))
        print('fold', fold[te][0], 'acc %.3f' % acc[-1])
    print('mean %.3f std %.3f' % (np.mean(acc), np.std(acc)))


if __name__ == '__main__':
    main()
