import logging
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn.linear_model import BayesianRidge
from sklearn.preprocessing import MinMaxScaler

logger = logging.getLogger(__name__)


class Preprocessor:
    """fill + scale, everything learned in fit()"""

    def __init__(self, columns):
        self.columns = columns
        self.fill = {}
        self.scaler = MinMaxScaler()

    def fit(self, df):
        for c in self.columns:
            self.fill[c] = df[c].median()
        self.scaler.fit(df[self.columns].fillna(self.fill))
        return self

    def transform(self, df):
        return self.scaler.transform(df[self.columns].fillna(self.fill))


class Trainer:
    TARGET = "pm25"

    def __init__(self, path, test_from="2019-07-01"):
        self.path = Path(path)
        self.test_from = pd.Timestamp(test_from)

    def load(self):
        df = pd.read_csv(self.path, parse_dates=["ts"]).sort_values("ts")
        df[self.TARGET] = df[self.TARGET].where(df[self.TARGET] >= 0)
        for h in (1, 2, 3, 24):
            df[f"lag{h}"] = df[self.TARGET].shift(h)
        df["hour_s"] = np.sin(df["ts"].dt.hour * np.pi / 12)
        df["hour_c"] = np.cos(df["ts"].dt.hour * np.pi / 12)
        df = df.dropna(subset=[self.TARGET])
        logger.info("rows %d missing %s", len(df), df.isna().mean().round(3).to_dict())
        logger.info("mean %.2f, p95 %.2f", df[self.TARGET].mean(), df[self.TARGET].quantile(0.95))
        return df

    def run(self):
        df = self.load()
        train = df[df["ts"] < self.test_from]
        test = df[df["ts"] >= self.test_from]
        cols = [c for c in df.columns if c not in ("ts", self.TARGET)]
        prep = Preprocessor(cols).fit(train)
        model = BayesianRidge()
        model.fit(prep.transform(train), train[self.TARGET])
        err = model.predict(prep.transform(test)) - test[self.TARGET]
        logger.info("test MAE %.3f RMSE %.3f", err.abs().mean(), (err ** 2).mean() ** 0.5)
        # ship a refit
        prep = Preprocessor(cols).fit(df)
        model.fit(prep.transform(df), df[self.TARGET])
        joblib.dump((prep, model), "pm25.joblib")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    Trainer("beijing.csv").run()
