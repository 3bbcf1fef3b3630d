"""Gas turbine emission model (PyTorch)."""
import argparse

import numpy as np
import pandas as pd
import torch
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, cfg):
        self.cfg = cfg
        self.scaler = StandardScaler()
        self.y_scaler = StandardScaler()

    def prepare_data(self):
        df = pd.concat([pd.read_csv(f"gt_{yr}.csv").assign(year=yr) for yr in range(2011, 2016)])
        x = df.drop(columns=["NOX", "CO", "year"]).values
        y = df[["NOX"]].values
        is_train = (df["year"] <= 2013).values
        is_val = (df["year"] == 2014).values
        is_test = (df["year"] == 2015).values

        self.scaler.fit(x[is_train])
        self.y_scaler.fit(y[is_train])
        x = self.scaler.transform(x)
        y = self.y_scaler.transform(y)

        def ds(mask):
            return TensorDataset(torch.tensor(x[mask]).float(), torch.tensor(y[mask]).float())

        self.train_dl = DataLoader(ds(is_train), self.cfg.batch, shuffle=True)
        self.val_dl = DataLoader(ds(is_val), 1024)
        self.test_dl = DataLoader(ds(is_test), 1024)
        self.n_in = x.shape[1]

    def _loss(self, dl):
        self.net.eval()
        s = n = 0
        with torch.no_grad():
            for xb, yb in dl:
                s += ((self.net(xb) - yb) ** 2).sum().item()
                n += len(xb)
        return s / n

    def train(self):
        self.net = nn.Sequential(nn.Linear(self.n_in, 64), nn.Tanh(), nn.Linear(64, 32), nn.Tanh(), nn.Linear(32, 1))
        opt = torch.optim.Adam(self.net.parameters(), self.cfg.lr)
        best, bad = float("inf"), 0
        for ep in range(self.cfg.epochs):
            self.net.train()
            for xb, yb in self.train_dl:
                opt.zero_grad()
                nn.functional.mse_loss(self.net(xb), yb).backward()
                opt.step()
            v = self._loss(self.val_dl)
            if v < best:
                best, bad = v, 0
                torch.save(self.net.state_dict(), "gt.pt")
            else:
                bad += 1
            if bad >= self.cfg.patience:
                break

    def test(self):
        self.net.load_state_dict(torch.load("gt.pt"))
        return np.sqrt(self._loss(self.test_dl)) * self.y_scaler.scale_[0]


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--batch", type=int, default=256)
    p.add_argument("--lr", type=float, default=1e-3)
    p.add_argument("--epochs", type=int, default=200)
    p.add_argument("--patience", type=int, default=15)
    t = Trainer(p.parse_args())
    t.prepare_data()
    t.train()
    print("NOX RMSE 2015:", t.test())
