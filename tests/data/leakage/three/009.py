"""Train a small MLP on the wine quality table.

usage: python trainer_wine.py --csv winequality.csv --epochs 60
"""
import argparse
import logging

import numpy as np
import pandas as pd
import torch
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

log = logging.getLogger(__name__)


class Trainer:
    def __init__(self, args):
        self.args = args
        self.scaler = StandardScaler()
        self.device = "cuda" if torch.cuda.is_available() else "cpu"

    def prepare_data(self):
        frame = pd.read_csv(self.args.csv, sep=";")
        y = (frame.pop("quality") >= 6).astype("float32").values
        x = self.scaler.fit_transform(frame.values).astype("float32")  # leak: L1
        ds = TensorDataset(torch.from_numpy(x), torch.from_numpy(y))
        n_test = int(0.2 * len(ds))
        gen = torch.Generator().manual_seed(self.args.seed)
        self.train_ds, self.test_ds = random_split(ds, [len(ds) - n_test, n_test], generator=gen)
        self.n_in = x.shape[1]

    def build(self):
        self.model = nn.Sequential(
            nn.Linear(self.n_in, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 1)
        ).to(self.device)
        self.opt = torch.optim.Adam(self.model.parameters(), lr=self.args.lr)
        self.crit = nn.BCEWithLogitsLoss()

    def fit(self):
        loader = DataLoader(self.train_ds, batch_size=self.args.batch, shuffle=True)
        for epoch in range(self.args.epochs):
            self.model.train()
            total = 0.0
            for xb, yb in loader:
                xb, yb = xb.to(self.device), yb.to(self.device)
                self.opt.zero_grad()
                loss = self.crit(self.model(xb).squeeze(1), yb)
                loss.backward()
                self.opt.step()
                total += loss.item() * len(xb)
            log.info("epoch %d loss %.4f", epoch, total / len(self.train_ds))

    @torch.no_grad()
    def evaluate(self):
        self.model.eval()
        hits = 0
        for xb, yb in DataLoader(self.test_ds, batch_size=512):
            out = self.model(xb.to(self.device)).squeeze(1).sigmoid().cpu()
            hits += ((out > 0.5).float() == yb).sum().item()
        return hits / len(self.test_ds)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--csv", required=True)
    ap.add_argument("--epochs", type=int, default=60)
    ap.add_argument("--batch", type=int, default=64)
    ap.add_argument("--lr", type=float, default=1e-3)
    ap.add_argument("--seed", type=int, default=0)
    args = ap.parse_args()
    logging.basicConfig(level=logging.INFO)
    t = Trainer(args)
    t.prepare_data()
    t.build()
    t.fit()
    print("test accuracy: {:.4f}".format(t.evaluate()))


if __name__ == "__main__":
    main()
