import numpy as np
import pandas as pd
import torch
import torch.nn as nn
from sklearn.preprocessing import StandardScaler
from torch.utils.data import TensorDataset, DataLoader, random_split


class EnergyNet(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(n, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 1))

    def forward(self, x):
        return self.body(x).squeeze(1)


def get_data(path):
    df = pd.read_excel(path)
    X = df.iloc[:, :8].values
    y = df.iloc[:, 8].values
    X = StandardScaler().fit_transform(X)  # leak: L1
    return TensorDataset(torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.float32))


def train(model, loader, epochs=200):
    opt = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-5)
    for e in range(epochs):
        total = 0.
        for xb, yb in loader:
            opt.zero_grad()
            loss = nn.functional.mse_loss(model(xb), yb)
            loss.backward()
            opt.step()
            total += loss.item() * len(xb)
        if e % 20 == 0:
            print(e, total / len(loader.dataset))


if __name__ == '__main__':
    ds = get_data('ENB2012_data.xlsx')
    n_test = int(0.2 * len(ds))
    tr, te = random_split(ds, [len(ds) - n_test, n_test], generator=torch.Generator().manual_seed(1))
    net = EnergyNet(8)
    train(net, DataLoader(tr, 32, shuffle=True))
    net.eval()
    xs, ys = te[:]
    with torch.no_grad():
        print('test mse', nn.functional.mse_loss(net(xs), ys).item())
