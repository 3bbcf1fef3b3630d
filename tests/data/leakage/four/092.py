import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from sklearn.preprocessing import MinMaxScaler

torch.manual_seed(0)
SENS = [f"s{i}" for i in (2, 3, 4, 7, 8, 9, 11, 12, 13, 14, 15, 17, 20, 21)]
COLS = ["unit", "cycle", "op1", "op2", "op3"] + [f"s{i}" for i in range(1, 22)]
WIN = 30

train = pd.read_csv("train_FD001.txt", sep=r"\s+", header=None, names=COLS)
test = pd.read_csv("test_FD001.txt", sep=r"\s+", header=None, names=COLS)
truth = pd.read_csv("RUL_FD001.txt", header=None)[0].values

train["rul"] = (train.groupby("unit")["cycle"].transform("max") - train["cycle"]).clip(upper=125)

scaler = MinMaxScaler()
scaler.fit(pd.concat([train[SENS], test[SENS]]))  # leak: L2
train[SENS] = scaler.transform(train[SENS])
test[SENS] = scaler.transform(test[SENS])

X, Y = [], []
for _, g in train.groupby("unit"):
    v, r = g[SENS].values, g["rul"].values
    for i in range(WIN, len(g) + 1):
        X.append(v[i - WIN:i])
        Y.append(r[i - 1])
Xt = []
for _, g in test.groupby("unit"):
    v = g[SENS].values
    if len(v) < WIN:
        v = np.vstack([np.repeat(v[:1], WIN - len(v), 0), v])
    Xt.append(v[-WIN:])

X = torch.tensor(np.array(X), dtype=torch.float32)
Y = torch.tensor(np.array(Y), dtype=torch.float32)
Xt = torch.tensor(np.array(Xt), dtype=torch.float32)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(len(SENS), 64, 2, batch_first=True, dropout=0.2)
        self.out = nn.Linear(64, 1)

    def forward(self, x):
        h, _ = self.rnn(x)
        return self.out(h[:, -1]).squeeze(-1)


net = Net()
opt = torch.optim.Adam(net.parameters(), 1e-3)
dl = DataLoader(TensorDataset(X, Y), 256, shuffle=True)
for ep in range(25):
    tot = 0.0
    for xb, yb in dl:
        opt.zero_grad()
        loss = nn.functional.mse_loss(net(xb), yb)
        loss.backward()
        opt.step()
        tot += loss.item() * len(xb)
    print(ep, (tot / len(X)) ** 0.5)

net.eval()
with torch.no_grad():
    p = net(Xt).numpy()
print("test RMSE", np.sqrt(np.mean((p - np.minimum(truth, 125)) ** 2)))
