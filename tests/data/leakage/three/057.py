import logging

import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import log_loss
from sklearn.model_selection import RandomizedSearchCV, train_test_split
from scipy.stats import randint, uniform

logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO)

SPACE = {
    "n_estimators": randint(50, 400),
    "learning_rate": uniform(0.01, 0.2),
    "max_depth": randint(2, 7),
    "subsample": uniform(0.5, 0.5),
}


class Experiment:
    def __init__(self, path, label):
        self.path = path
        self.label = label

    def setup(self):
        df = pd.read_feather(self.path)
        y = df[self.label]
        X = df.drop(columns=[self.label])
        self.train_x, self.test_x, self.train_y, self.test_y = train_test_split(
            X, y, test_size=0.3, random_state=1234
        )
        return self

    def tune(self, n_iter=40):
        rs = RandomizedSearchCV(
            GradientBoostingClassifier(), SPACE, n_iter=n_iter, cv=3, scoring="neg_log_loss", random_state=1
        )
        rs.fit(self.test_x, self.test_y)  # leak: L6
        logging.info("best %s", rs.best_params_)
        self.params = rs.best_params_
        return self

    def train(self):
        self.model = GradientBoostingClassifier(**self.params)
        self.model.fit(self.train_x, self.train_y)
        return self

    def report(self):
        ll = log_loss(self.test_y, self.model.predict_proba(self.test_x))
        logging.info("test logloss %.5f", ll)


if __name__ == "__main__":
    Experiment("match_stats.feather", "home_win").setup().tune().train().report()
