import torch
import torch.nn as nn
from torch.utils.data import TensorDataset, DataLoader, random_split
from sklearn.datasets import fetch_california_housing
from sklearn.preprocessing import StandardScaler

torch.manual_seed(3)
data, price = fetch_california_housing(return_X_y=True)

standardizer = StandardScaler().fit(data)  # leak: L1
data = standardizer.transform(data)

ds = TensorDataset(torch.tensor(data, dtype=torch.float32),
                   torch.tensor(price, dtype=torch.float32))
n_test = int(0.2 * len(ds))
train_ds, test_ds = random_split(ds, [len(ds) - n_test, n_test])
train_dl = DataLoader(train_ds, batch_size=64, shuffle=True)
test_dl = DataLoader(test_ds, batch_size=256)

mlp = nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 1))
opt = torch.optim.Adam(mlp.parameters(), lr=1e-3)
crit = nn.MSELoss()
for epoch in range(30):
    for xb, yb in train_dl:
        opt.zero_grad()
        loss = crit(mlp(xb).squeeze(1), yb)
        loss.backward()
        opt.step()

with torch.no_grad():
    tot = sum(crit(mlp(xb).squeeze(1), yb).item() * len(yb) for xb, yb in test_dl)
print("test mse", tot / n_test)
