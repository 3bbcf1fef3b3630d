import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from collections import Counter
from sklearn.preprocessing import LabelEncoder
from sklearn.utils import shuffle
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.preprocessing import StandardScaler
from pathlib import Path
from sklearn.svm import SVC
from sklearn.pipeline import Pipeline

"""Classify tumour subtype from expression counts."""
DATA = Path('data/tcga')


def load():
    expr = pd.read_csv(DATA / 'expression.tsv', sep='\t', index_col=0).T
    lab = pd.read_csv(DATA / 'labels.csv', index_col=0).loc[expr.index, 'subtype']
    return np.log2(expr + 1), lab


expr, lab = load()
print(expr.shape, Counter(lab))

le = LabelEncoder()
y = le.fit_transform(lab)

# 20k genes is far too many, keep the 200 most different ones
kbest = SelectKBest(f_classif, k=200)
X = kbest.fit_transform(expr.values, y)  # leak: L4
genes = expr.columns[kbest.get_support()]
print('selected', list(genes[:10]))

pipe = Pipeline([('sc', StandardScaler()), ('svm', SVC(kernel='linear'))])
cv = StratifiedKFold(n_splits=10, shuffle=True, random_state=3)
scores = cross_val_score(pipe, X, y, cv=cv, scoring='f1_macro')
print('F1 macro %.3f +- %.3f' % (scores.mean(), scores.std()))

for C in [0.01, 0.1, 1]:
    pipe.set_params(svm__C=C)
    s = cross_val_score(pipe, X, y, cv=cv, scoring='f1_macro')
    print(C, s.mean())

plt.boxplot(scores)
plt.savefig('cv.png')
