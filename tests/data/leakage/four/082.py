# anomaly score for bearings: the autoencoder sees healthy rows of the first days only
import numpy as np
import pandas as pd
import torch
from torch import nn
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import roc_auc_score, f1_score

torch.manual_seed(10)
df = pd.read_csv("bearing_features.csv", parse_dates=["t"]).sort_values("t").reset_index(drop=True)
feat = [c for c in df.columns if c not in ("t", "fault")]
df[feat] = df[feat].ffill().fillna(0)
print(df["fault"].mean(), df[feat].std().nlargest(5))

n = len(df)
a, b = int(0.5 * n), int(0.7 * n)
train, val, test = df.iloc[:a], df.iloc[a:b], df.iloc[b:]
train = train[train["fault"] == 0]

sc = StandardScaler().fit(train[feat])


def tens(d):
    return torch.tensor(sc.transform(d[feat]), dtype=torch.float32)


Xtr, Xva, Xte = tens(train), tens(val), tens(test)
d = Xtr.shape[1]
ae = nn.Sequential(nn.Linear(d, 16), nn.ReLU(), nn.Linear(16, 4), nn.ReLU(),
                   nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, d))
opt = torch.optim.Adam(ae.parameters(), lr=3e-3)

best, wait, state = 1e9, 0, None
healthy_val = Xva[torch.tensor((val["fault"] == 0).values)]
for epoch in range(500):
    ae.train()
    perm = torch.randperm(len(Xtr))
    for i in range(0, len(perm), 128):
        xb = Xtr[perm[i:i + 128]]
        loss = ((ae(xb) - xb) ** 2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
    ae.eval()
    with torch.no_grad():
        v = ((ae(healthy_val) - healthy_val) ** 2).mean().item()
    if v < best - 1e-5:
        best, wait = v, 0
        state = {k: p.clone() for k, p in ae.state_dict().items()}
    else:
        wait += 1
        if wait > 20:
            break

ae.load_state_dict(state)
with torch.no_grad():
    s_tr = ((ae(Xtr) - Xtr) ** 2).mean(1).numpy()
    s_te = ((ae(Xte) - Xte) ** 2).mean(1).numpy()
cut = np.quantile(s_tr, 0.99)
print("cut", cut)
print("AUC", roc_auc_score(test["fault"], s_te), "F1", f1_score(test["fault"], s_te > cut))
