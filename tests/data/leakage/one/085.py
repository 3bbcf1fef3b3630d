import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import MinMaxScaler


class ChurnTrainer:
    def __init__(self, path, k=7):
        data = pd.read_csv(path)
        self.labels = (data["Churn"] == "Yes").astype(int)
        self.features = data.select_dtypes("number")
        self.imputer = SimpleImputer()
        self.scaler = MinMaxScaler()
        self.model = KNeighborsClassifier(n_neighbors=k)

    def _fit_prep(self, X):
        return self.scaler.fit_transform(self.imputer.fit_transform(X))

    def _prep(self, X):
        return self.scaler.transform(self.imputer.transform(X))

    def run(self):
        xtr, xte, ytr, yte = train_test_split(self.features, self.labels, stratify=self.labels)
        self.model.fit(self._fit_prep(xtr), ytr)
        return self.model.score(self._prep(xte), yte)


trainer = ChurnTrainer("telco.csv")
print("test acc %.4f" % trainer.run())
