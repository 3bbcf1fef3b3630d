import pandas as pd
import json
from sklearn.preprocessing import PowerTransformer
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_selection import VarianceThreshold
import warnings
warnings.filterwarnings('ignore')

class Experiment:
    def __init__(self, cfg):
        self.cfg = cfg
        self.history = []

    def load_data(self):
        df = pd.read_csv(self.cfg['path'])
        self.y = df.pop(self.cfg['target']).astype('category').cat.codes.values
        self.columns = list(df.columns)
        self.X = df.fillna(0).values
        return self

    def preprocess(self):
        vt = VarianceThreshold(self.cfg.get('min_var', 0.01))
        X = vt.fit_transform(self.X)  # leak: L1
        pt = PowerTransformer()
        self.X = pt.fit_transform(X)  # leak: L1
        print('kept %d of %d' % (self.X.shape[1], len(self.columns)))
        return self

    def split(self):
        self.data = train_test_split(self.X, self.y, test_size=0.2, random_state=self.cfg['seed'])
        return self

    def run(self):
        X_train, X_test, y_train, y_test = self.data
        for depth in self.cfg['depths']:
            clf = ExtraTreesClassifier(n_estimators=200, max_depth=depth, random_state=self.cfg['seed'])
            cv = cross_val_score(clf, X_train, y_train, cv=3).mean()
            self.history.append((cv, depth))
        depth = max(self.history)[1]
        clf = ExtraTreesClassifier(n_estimators=200, max_depth=depth, random_state=self.cfg['seed'])
        clf.fit(X_train, y_train)
        return clf.score(X_test, y_test)


if __name__ == '__main__':
    with open('config.json') as f:
        cfg = json.load(f)
    acc = Experiment(cfg).load_data().preprocess().split().run()
    print('accuracy', acc)
