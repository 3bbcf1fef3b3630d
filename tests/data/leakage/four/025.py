import pandas as pd
import joblib
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier
from sklearn.metrics import accuracy_score, confusion_matrix


class WaterModel:

    def __init__(self, csv):
        self.df = pd.read_csv(csv)
        self.scaler = StandardScaler()
        self.model = None

    def preprocess(self):
        for col in ["ph", "Sulfate", "Trihalomethanes"]:
            self.df[col] = self.df[col].fillna(self.df[col].mean())  # leak: L5
        self.X = self.df.drop(columns=["Potability"])
        self.y = self.df["Potability"]
        self.X = self.scaler.fit_transform(self.X)  # leak: L1
        return self

    def split(self, size=0.2):
        parts = train_test_split(self.X, self.y, test_size=size, random_state=404)
        self.X_train, self.X_test, self.y_train, self.y_test = parts
        return self

    def train(self):
        self.model = VotingClassifier([
            ("rf", RandomForestClassifier(300)),
            ("lr", LogisticRegression()),
            ("dt", DecisionTreeClassifier(max_depth=8)),
        ], voting="soft")
        self.model.fit(self.X_train, self.y_train)
        return self

    def report(self):
        p = self.model.predict(self.X_test)
        print("accuracy", accuracy_score(self.y_test, p))
        print(confusion_matrix(self.y_test, p))

    def save(self, path="water.pkl"):
        joblib.dump({"m": self.model, "s": self.scaler}, path)


if __name__ == "__main__":
    wm = WaterModel("water_potability.csv")
    wm.preprocess().split().train()
    wm.report()
    wm.save()
