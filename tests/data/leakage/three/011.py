import glob
import os

import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, Dataset, Subset


class SpectraDataset(Dataset):
    """Raman spectra stored as one .npy per class."""

    def __init__(self, root):
        xs, ys = [], []
        self.classes = sorted(os.path.basename(p)[:-4] for p in glob.glob(os.path.join(root, "*.npy")))
        for i, name in enumerate(self.classes):
            a = np.load(os.path.join(root, name + ".npy"))
            xs.append(a)
            ys.append(np.full(len(a), i))
        self.x = np.concatenate(xs).astype("float32")
        self.y = np.concatenate(ys)
        lo = self.x.min(axis=0)  # leak: L5
        hi = self.x.max(axis=0)  # leak: L5
        self.x = (self.x - lo) / (hi - lo + 1e-8)

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return torch.from_numpy(self.x[i])[None], int(self.y[i])


class Net(nn.Module):
    def __init__(self, n_cls):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(1, 16, 7, 2), nn.ReLU(), nn.Conv1d(16, 32, 5, 2), nn.ReLU(), nn.AdaptiveAvgPool1d(8), nn.Flatten()
        )
        self.head = nn.Linear(32 * 8, n_cls)

    def forward(self, x):
        return self.head(self.body(x))


def main(root="spectra", epochs=30, seed=17):
    torch.manual_seed(seed)
    ds = SpectraDataset(root)
    order = np.random.RandomState(seed).permutation(len(ds))
    k = int(len(ds) * 0.8)
    train_dl = DataLoader(Subset(ds, order[:k].tolist()), 64, shuffle=True)
    test_dl = DataLoader(Subset(ds, order[k:].tolist()), 256)

    net = Net(len(ds.classes))
    opt = torch.optim.AdamW(net.parameters(), 1e-3)
    for _ in range(epochs):
        net.train()
        for xb, yb in train_dl:
            opt.zero_grad()
            nn.functional.cross_entropy(net(xb), yb).backward()
            opt.step()

    net.eval()
    correct = 0
    with torch.no_grad():
        for xb, yb in test_dl:
            correct += (net(xb).argmax(1) == yb).sum().item()
    print("test acc", correct / (len(ds) - k))


if __name__ == "__main__":
    main()
