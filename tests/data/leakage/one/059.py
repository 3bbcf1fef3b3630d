import copy
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split

feats, cls = load_wine(return_X_y=True)
a, b, ya, yb = train_test_split(feats, cls, test_size=0.3, random_state=0)
m, s = a.mean(0), a.std(0)
a, b = (a - m) / s, (b - m) / s
to_t = lambda z: torch.tensor(z, dtype=torch.float32)
train_loader = DataLoader(TensorDataset(to_t(a), torch.tensor(ya)), 16, shuffle=True)
test_loader = DataLoader(TensorDataset(to_t(b), torch.tensor(yb)), 64)


def accuracy(net, loader):
    net.eval()
    hit = sum((net(x).argmax(1) == y).sum().item() for x, y in loader)
    return hit / len(loader.dataset)


net = nn.Sequential(nn.Linear(13, 24), nn.ReLU(), nn.Linear(24, 3))
opt = torch.optim.Adam(net.parameters(), 1e-2)
best_acc, best_state = 0.0, None
for epoch in range(100):
    net.train()
    for x, y in train_loader:
        opt.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    acc = accuracy(net, test_loader)  # leak: L6
    if acc > best_acc:
        best_acc, best_state = acc, copy.deepcopy(net.state_dict())

net.load_state_dict(best_state)
print("test accuracy of the best model", accuracy(net, test_loader))
