import numpy as np
import torch
import torch.nn as nn
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import LabelEncoder
from torch.utils.data import DataLoader, TensorDataset

CONF = {"folds": 5, "epochs": 40, "lr": 1e-3, "bs": 32, "seed": 2}


class Conv(nn.Module):
    def __init__(self, n_cls):
        super().__init__()
        self.f = nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(4)
        )
        self.h = nn.Linear(256, n_cls)

    def forward(self, x):
        return self.h(self.f(x).flatten(1))


def standardize(train, other):
    m = train.mean(axis=(0, 2), keepdims=True)
    s = train.std(axis=(0, 2), keepdims=True) + 1e-6
    return (train - m) / s, (other - m) / s


def to_ds(x, y):
    return TensorDataset(torch.tensor(x[:, None]).float(), torch.tensor(y))


def fit_fold(x, y, n_cls):
    net = Conv(n_cls)
    opt = torch.optim.Adam(net.parameters(), CONF["lr"])
    for _ in range(CONF["epochs"]):
        for xb, yb in DataLoader(to_ds(x, y), CONF["bs"], shuffle=True):
            opt.zero_grad()
            nn.functional.cross_entropy(net(xb), yb).backward()
            opt.step()
    return net.eval()


def main():
    z = np.load("urban_mels.npz")
    mels, y = np.log(z["mel"] + 1e-6), LabelEncoder().fit_transform(z["label"])
    print("mean %.2f std %.2f" % (mels.mean(), mels.std()))
    accs = []
    for tr, te in StratifiedKFold(CONF["folds"], shuffle=True, random_state=CONF["seed"]).split(mels, y):
        torch.manual_seed(CONF["seed"])
        a, b = standardize(mels[tr], mels[te])
        net = fit_fold(a, y[tr], y.max() + 1)
        with torch.no_grad():
            p = net(torch.tensor(b[:, None]).float()).argmax(1).numpy()
        accs.append((p == y[te]).mean())
        print("fold acc", accs[-1])
    print("mean", np.mean(accs))


if __name__ == "__main__":
    main()
