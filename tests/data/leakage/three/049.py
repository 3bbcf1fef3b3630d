import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F
from sklearn.model_selection import train_test_split
from torch import nn

ratings = pd.read_csv("ml-1m/ratings.dat", sep="::", engine="python", names=["u", "i", "r", "ts"])
n_u, n_i = ratings.u.max() + 1, ratings.i.max() + 1
train, test = train_test_split(ratings, test_size=0.1, random_state=4)


def to_t(d):
    return (
        torch.tensor(d.u.values),
        torch.tensor(d.i.values),
        torch.tensor(d.r.values, dtype=torch.float32),
    )


class MF(nn.Module):
    def __init__(self, k=32):
        super().__init__()
        self.P = nn.Embedding(n_u, k)
        self.Q = nn.Embedding(n_i, k)
        self.bu = nn.Embedding(n_u, 1)
        self.bi = nn.Embedding(n_i, 1)
        self.mu = nn.Parameter(torch.tensor(3.5))
        for e in (self.P, self.Q):
            nn.init.normal_(e.weight, std=0.05)

    def forward(self, u, i):
        dot = (self.P(u) * self.Q(i)).sum(1)
        return dot + self.bu(u).squeeze(1) + self.bi(i).squeeze(1) + self.mu


tu, ti, trr = to_t(train)
eu, ei, er = to_t(test)
mf = MF()
opt = torch.optim.Adam(mf.parameters(), lr=2e-3, weight_decay=1e-5)
best, wait = np.inf, 0
for epoch in range(200):
    idx = torch.randperm(len(tu))
    mf.train()
    for b in idx.split(8192):
        loss = F.mse_loss(mf(tu[b], ti[b]), trr[b])
        opt.zero_grad()
        loss.backward()
        opt.step()
    mf.eval()
    with torch.no_grad():
        rmse = F.mse_loss(mf(eu, ei), er).sqrt().item()  # leak: L6
    if rmse < best - 1e-4:
        best, wait = rmse, 0
    else:
        wait += 1
        if wait == 5:
            break
print(f"stopped after epoch {epoch}, RMSE on the test ratings {best:.4f}")
