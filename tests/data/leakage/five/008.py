# -*- coding: utf-8 -*-
import copy
import torch
from torch import nn
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, transforms

torch.manual_seed(0)
device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')

t = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.2860,), (0.3530,))])
full = datasets.FashionMNIST('data', train=True, download=True, transform=t)
test = datasets.FashionMNIST('data', train=False, download=True, transform=t)
train, val = random_split(full, [54000, 6000])
loaders = {'train': DataLoader(train, 128, shuffle=True),
           'val': DataLoader(val, 256),
           'test': DataLoader(test, 256)}

model = nn.Sequential(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
                      nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
                      nn.Flatten(), nn.Linear(1600, 128), nn.ReLU(), nn.Dropout(.3),
                      nn.Linear(128, 10)).to(device)
loss_fn = nn.CrossEntropyLoss()
opt = torch.optim.Adam(model.parameters(), 1e-3)


def run_epoch(phase):
    model.train(phase == 'train')
    total, correct = 0, 0
    with torch.set_grad_enabled(phase == 'train'):
        for x, y in loaders[phase]:
            x, y = x.to(device), y.to(device)
            out = model(x)
            loss = loss_fn(out, y)
            if phase == 'train':
                opt.zero_grad()
                loss.backward()
                opt.step()
            correct += (out.argmax(1) == y).sum().item()
            total += len(y)
    return correct / total


best, best_w, wait = 0, None, 0
for ep in range(50):
    tr = run_epoch('train')
    va = run_epoch('val')
    print(ep, tr, va)
    if va > best:
        best, best_w, wait = va, copy.deepcopy(model.state_dict()), 0
    else:
        wait += 1
        if wait >= 5:
            break

model.load_state_dict(best_w)
print('test accuracy', run_epoch('test'))
