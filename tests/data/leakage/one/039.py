import numpy as np
import torch
import torch.nn as nn

arr = np.genfromtxt("energy_efficiency.csv", delimiter=",", skip_header=1)
np.random.seed(0)
np.random.shuffle(arr)
inp, out = arr[:, :8], arr[:, 8:9]

lo, hi = inp.min(axis=0), inp.max(axis=0)  # leak: L5
inp = (inp - lo) / (hi - lo)

cut = int(0.75 * len(inp))
x_tr = torch.tensor(inp[:cut]).float()
x_te = torch.tensor(inp[cut:]).float()
y_tr = torch.tensor(out[:cut]).float()
y_te = torch.tensor(out[cut:]).float()

model = nn.Sequential(nn.Linear(8, 32), nn.Tanh(), nn.Linear(32, 1))
optim = torch.optim.Adam(model.parameters(), lr=0.005)
for step in range(2000):
    optim.zero_grad()
    l = ((model(x_tr) - y_tr) ** 2).mean()
    l.backward()
    optim.step()
    if step % 500 == 0:
        print(step, l.item())
print("test mse:", ((model(x_te) - y_te) ** 2).mean().item())
