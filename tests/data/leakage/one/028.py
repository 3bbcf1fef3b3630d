import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier


class ChurnTrainer:
    def __init__(self, path, k=7):
        self.path = path
        self.scaler = MinMaxScaler()
        self.model = KNeighborsClassifier(n_neighbors=k)

    def load(self):
        data = pd.read_csv(self.path)
        data = data.dropna(subset=["TotalCharges"])
        self.labels = (data["Churn"] == "Yes").astype(int)
        self.features = data.select_dtypes("number")

    def preprocess(self):
        self.scaler.fit(self.features)  # leak: L1
        self.features = self.scaler.transform(self.features)

    def run(self):
        self.load()
        self.preprocess()
        xtr, xte, ytr, yte = train_test_split(self.features, self.labels, stratify=self.labels)
        self.model.fit(xtr, ytr)
        return self.model.score(xte, yte)


if __name__ == "__main__":
    trainer = ChurnTrainer("telco.csv")
    print("test acc %.4f" % trainer.run())
