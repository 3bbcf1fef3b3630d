import pandas as pd
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
import copy
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader, TensorDataset
from sklearn.utils import shuffle
from sklearn.preprocessing import StandardScaler
import warnings
warnings.filterwarnings('ignore')

class MLP(nn.Module):
    def __init__(self, d, h=128):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(d, h), nn.ReLU(), nn.Dropout(0.3), nn.Linear(h, h), nn.ReLU(), nn.Linear(h, 2))

    def forward(self, x):
        return self.net(x)


@torch.no_grad()
def accuracy(model, loader):
    model.eval()
    ok = n = 0
    for xb, yb in loader:
        ok += (model(xb).argmax(1) == yb).sum().item()
        n += len(yb)
    return ok / n


def main():
    df = pd.read_csv('magic04.csv')
    y = (df.pop('class') == 'g').astype(int).values
    Xtr, Xte, ytr, yte = train_test_split(df.values, y, test_size=0.2, random_state=0)
    sc = StandardScaler().fit(Xtr)
    Xtr, Xte = sc.transform(Xtr), sc.transform(Xte)
    train_loader = DataLoader(TensorDataset(torch.tensor(Xtr).float(), torch.tensor(ytr)), batch_size=64, shuffle=True)
    test_loader = DataLoader(TensorDataset(torch.tensor(Xte).float(), torch.tensor(yte)), batch_size=512)
    model = MLP(Xtr.shape[1])
    opt = optim.Adam(model.parameters(), lr=1e-3)
    best, best_state = 0, None
    for ep in range(100):
        model.train()
        for xb, yb in train_loader:
            opt.zero_grad()
            F.cross_entropy(model(xb), yb).backward()
            opt.step()
        acc = accuracy(model, test_loader)  # leak: L6
        if acc > best:
            best, best_state = acc, copy.deepcopy(model.state_dict())
            torch.save(best_state, 'best.pth')
        print(f'epoch {ep} acc {acc:.4f} best {best:.4f}')
    model.load_state_dict(best_state)
    print('final accuracy', best)


main()
