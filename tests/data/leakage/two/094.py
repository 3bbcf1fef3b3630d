import numpy as np
import pandas as pd
import torch
import torch.nn as nn
from sklearn.utils import shuffle
from torch.utils.data import DataLoader, TensorDataset
from sklearn.preprocessing import RobustScaler
from sklearn.metrics import roc_auc_score

SEQ = 30


def make_windows(arr, labels, seq=SEQ):
    xs, ys = [], []
    for i in range(len(arr) - seq):
        xs.append(arr[i:i + seq])
        ys.append(labels[i + seq])
    return np.stack(xs), np.array(ys)


class Net(nn.Module):
    def __init__(self, n_in):
        super().__init__()
        self.gru = nn.GRU(n_in, 64, batch_first=True)
        self.head = nn.Linear(64, 1)

    def forward(self, x):
        out, _ = self.gru(x)
        return self.head(out[:, -1]).squeeze(1)


def main():
    df = pd.read_csv('sensors.csv', parse_dates=['time']).sort_values('time')
    cols = [c for c in df.columns if c.startswith('s_')]
    df[cols] = df[cols].ffill()
    vals = RobustScaler().fit_transform(df[cols].values)  # leak: L1
    X, y = make_windows(vals, df['failure'].values)
    cut = int(0.7 * len(X))
    tr = TensorDataset(torch.tensor(X[:cut]).float(), torch.tensor(y[:cut]).float())
    te = TensorDataset(torch.tensor(X[cut:]).float(), torch.tensor(y[cut:]).float())
    net = Net(len(cols))
    opt = torch.optim.Adam(net.parameters(), lr=1e-3)
    crit = nn.BCEWithLogitsLoss()
    for epoch in range(20):
        net.train()
        for xb, yb in DataLoader(tr, batch_size=256, shuffle=True):
            opt.zero_grad()
            loss = crit(net(xb), yb)
            loss.backward()
            opt.step()
        print(epoch, loss.item())
    net.eval()
    with torch.no_grad():
        p = torch.cat([torch.sigmoid(net(xb)) for xb, _ in DataLoader(te, batch_size=1024)])
    print('AUC', roc_auc_score(y[cut:], p.numpy()))


if __name__ == '__main__':
    main()
