"""Chemistry: predict solubility from descriptors with a torch MLP."""
import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, random_split


class DescriptorDataset(Dataset):
    def __init__(self, csv):
        df = pd.read_csv(csv).drop(columns=["smiles"])
        self.y = torch.tensor(df.pop("logS").values, dtype=torch.float32)
        self.x = torch.tensor(df.values, dtype=torch.float32)
        self.mean = torch.zeros(self.x.shape[1])
        self.std = torch.ones(self.x.shape[1])

    def set_stats(self, idx):
        self.mean = self.x[idx].mean(0)
        self.std = self.x[idx].std(0).clamp_min(1e-6)

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return (self.x[i] - self.mean) / self.std, self.y[i]


def run(csv="esol_desc.csv", epochs=80):
    torch.manual_seed(10)
    full = DescriptorDataset(csv)
    n_te = len(full) // 5
    train, test = random_split(full, [len(full) - n_te, n_te])
    full.set_stats(train.indices)

    net = nn.Sequential(nn.LazyLinear(128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, 1))
    dl = DataLoader(train, 32, shuffle=True)
    net(next(iter(dl))[0])
    opt = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(epochs):
        net.train()
        for xb, yb in dl:
            opt.zero_grad()
            nn.functional.smooth_l1_loss(net(xb).squeeze(1), yb).backward()
            opt.step()

    net.eval()
    err = []
    with torch.no_grad():
        for xb, yb in DataLoader(test, 512):
            err.append((net(xb).squeeze(1) - yb).numpy())
    err = np.concatenate(err)
    print("RMSE", np.sqrt((err ** 2).mean()), "MAE", np.abs(err).mean())


if __name__ == "__main__":
    run()
