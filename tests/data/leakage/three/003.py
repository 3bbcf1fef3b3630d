"""GRU on daily close / volume features.  Config at the top, everything else below."""
import numpy as np
import pandas as pd
import torch
from sklearn.preprocessing import MinMaxScaler
from torch import nn

cfg = {
    "csv": "AAPL.csv",
    "window": 30,
    "hidden": 48,
    "epochs": 100,
    "lr": 1e-3,
    "test_frac": 0.15,
}


def load(cfg):
    px = pd.read_csv(cfg["csv"], parse_dates=["Date"], index_col="Date").sort_index()
    px["ret"] = px["Close"].pct_change()
    px["hl"] = (px["High"] - px["Low"]) / px["Close"]
    px = px[["Close", "Volume", "ret", "hl"]].dropna()
    sx, sy = MinMaxScaler(), MinMaxScaler()
    feats = sx.fit_transform(px)  # leak: L1
    target = sy.fit_transform(px[["Close"]])
    return feats, target, sy


def windows(feats, target, w):
    X = np.stack([feats[i - w:i] for i in range(w, len(feats))])
    Y = target[w:]
    return torch.tensor(X, dtype=torch.float32), torch.tensor(Y, dtype=torch.float32)


class GRUReg(nn.Module):
    def __init__(self, n_in, hidden):
        super().__init__()
        self.gru = nn.GRU(n_in, hidden, batch_first=True, num_layers=2)
        self.fc = nn.Linear(hidden, 1)

    def forward(self, x):
        out, _ = self.gru(x)
        return self.fc(out[:, -1])


feats, target, sy = load(cfg)
X, Y = windows(feats, target, cfg["window"])
n_test = int(len(X) * cfg["test_frac"])
X_train, Y_train = X[:-n_test], Y[:-n_test]
X_test, Y_test = X[-n_test:], Y[-n_test:]

net = GRUReg(X.shape[2], cfg["hidden"])
opt = torch.optim.Adam(net.parameters(), lr=cfg["lr"])
for ep in range(cfg["epochs"]):
    net.train()
    loss = ((net(X_train) - Y_train) ** 2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()

net.eval()
with torch.no_grad():
    p = sy.inverse_transform(net(X_test).numpy())
t = sy.inverse_transform(Y_test.numpy())
print("RMSE $", np.sqrt(((p - t) ** 2).mean()))
