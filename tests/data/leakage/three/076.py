"""Phishing URL model."""
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import matthews_corrcoef
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier


class PhishingTrainer:
    def __init__(self, path, test_size=0.2):
        self.path = path
        self.test_size = test_size
        self.imputer = SimpleImputer(strategy="median", add_indicator=True)
        self.scaler = StandardScaler()

    def _url_features(self, s):
        return pd.DataFrame(
            {
                "len": s.str.len(),
                "dots": s.str.count(r"\."),
                "digits": s.str.count(r"\d"),
                "at": s.str.contains("@").astype(int),
                "https": s.str.startswith("https").astype(int),
            }
        )

    def prepare_data(self):
        raw = pd.read_csv(self.path)
        X = pd.concat([self._url_features(raw["url"]), raw[["domain_age", "page_rank"]]], axis=1)
        y = raw["phishing"].values
        X = self.imputer.fit_transform(X)  # leak: L1
        X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=self.test_size, random_state=6)
        self.X_tr = self.scaler.fit_transform(X_tr)
        self.X_te = self.scaler.transform(X_te)
        self.y_tr, self.y_te = y_tr, y_te

    def train(self):
        self.models = [LogisticRegression(max_iter=1000), XGBClassifier(n_estimators=200)]
        for m in self.models:
            m.fit(self.X_tr, self.y_tr)

    def evaluate(self):
        return {type(m).__name__: matthews_corrcoef(self.y_te, m.predict(self.X_te)) for m in self.models}


if __name__ == "__main__":
    tr = PhishingTrainer("urls.csv")
    tr.prepare_data()
    tr.train()
    for k, v in tr.evaluate().items():
        print(f"{k:25s} {v:.4f}")
