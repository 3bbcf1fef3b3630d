import numpy as np
import torch
import torch.nn as nn

arr = np.genfromtxt("energy_efficiency.csv", delimiter=",", skip_header=1)
np.random.seed(0)
np.random.shuffle(arr)
inp, out = arr[:, :8], arr[:, 8:9]
cut = int(0.75 * len(inp))

lo, hi = inp[:cut].min(axis=0), inp[:cut].max(axis=0)
inp = (inp - lo) / (hi - lo)

x_tr, x_te = (torch.tensor(p).float() for p in (inp[:cut], inp[cut:]))
y_tr, y_te = (torch.tensor(p).float() for p in (out[:cut], out[cut:]))

model = nn.Sequential(nn.Linear(8, 32), nn.Tanh(), nn.Linear(32, 1))
optim = torch.optim.Adam(model.parameters(), lr=0.005)
for step in range(2000):
    optim.zero_grad()
    l = ((model(x_tr) - y_tr) ** 2).mean()
    l.backward()
    optim.step()
print("test mse:", ((model(x_te) - y_te) ** 2).mean().item())
