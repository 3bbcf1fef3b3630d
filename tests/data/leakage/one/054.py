import copy
import torch
from torch import nn
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

feats, cls = load_wine(return_X_y=True)
rest, x_te, rest_y, y_te = train_test_split(feats, cls, test_size=0.25, random_state=0)
x_tr, x_dev, y_tr, y_dev = train_test_split(rest, rest_y, test_size=0.25, random_state=0)
st = StandardScaler().fit(x_tr)
x_tr, x_dev, x_te = [torch.tensor(st.transform(a), dtype=torch.float32) for a in (x_tr, x_dev, x_te)]
y_tr, y_dev, y_te = [torch.tensor(a) for a in (y_tr, y_dev, y_te)]

net = nn.Sequential(nn.Linear(13, 24), nn.ReLU(), nn.Linear(24, 3))
opt = torch.optim.Adam(net.parameters(), 1e-2)
best, state = 0.0, None
for epoch in range(100):
    opt.zero_grad()
    nn.functional.cross_entropy(net(x_tr), y_tr).backward()
    opt.step()
    acc = (net(x_dev).argmax(1) == y_dev).float().mean().item()
    if acc > best:
        best, state = acc, copy.deepcopy(net.state_dict())

net.load_state_dict(state)
print("test accuracy", (net(x_te).argmax(1) == y_te).float().mean().item())
