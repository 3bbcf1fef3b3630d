from collections import Counter

import pandas as pd
from imblearn.over_sampling import ADASYN
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


class DefaultModel:
    def __init__(self, csv):
        self.df = pd.read_csv(csv).drop(columns=["ID"])
        self.sampler = ADASYN(n_neighbors=5)
        self.scaler = StandardScaler()

    def balance(self):
        self.X, self.y = self.sampler.fit_resample(  # leak: L7
            self.df.drop(columns="default"), self.df["default"]
        )
        print("after ADASYN", Counter(self.y))

    def split(self):
        return train_test_split(self.X, self.y, test_size=0.25, random_state=4)

    def evaluate(self):
        self.balance()
        X_train, X_test, y_train, y_test = self.split()
        X_train = self.scaler.fit_transform(X_train)
        X_test = self.scaler.transform(X_test)
        svc = SVC().fit(X_train, y_train)
        return svc.score(X_test, y_test)


print(DefaultModel("uci_default.csv").evaluate())
