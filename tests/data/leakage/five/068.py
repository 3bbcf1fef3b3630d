"""Fine-tune a sentence encoder head on support tickets."""
import sys

import numpy as np
import pandas as pd
from sentence_transformers import SentenceTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import GridSearchCV, GroupShuffleSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, StandardScaler


def clean(s):
    s = s.replace('\r', ' ').replace('\n', ' ')
    return ' '.join(s.split())[:1000]


def main(path):
    tickets = pd.read_json(path, lines=True)
    tickets['body'] = tickets['body'].map(clean)
    tickets = tickets[tickets['body'].str.len() > 10]
    counts = tickets['queue'].value_counts()
    tickets = tickets[tickets['queue'].isin(counts[counts > 50].index)]

    # pretrained, nothing is fitted here
    encoder = SentenceTransformer('all-MiniLM-L6-v2')
    emb = encoder.encode(tickets['body'].tolist(), show_progress_bar=True)
    names = LabelEncoder()
    y = names.fit_transform(tickets['queue'])

    gss = GroupShuffleSplit(1, test_size=0.2, random_state=0)
    tr, te = next(gss.split(emb, y, groups=tickets['customer']))
    model = GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression(max_iter=3000)),
                         {'logisticregression__C': [0.01, 0.1, 1]}, cv=3, n_jobs=4)
    model.fit(emb[tr], y[tr])
    print('C', model.best_params_)
    print(classification_report(y[te], model.predict(emb[te]), target_names=names.classes_))


if __name__ == '__main__':
    main(sys.argv[1])
