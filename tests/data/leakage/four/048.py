import os
import random

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Subset
from torchvision import datasets, models, transforms

SEED = 1337
random.seed(SEED); np.random.seed(SEED); torch.manual_seed(SEED)
dev = torch.device("cuda:0" if torch.cuda.is_available() else "cpu")

norm = transforms.Normalize((0.4914, 0.4822, 0.4465), (0.247, 0.243, 0.261))
aug = transforms.Compose([transforms.RandomCrop(32, 4), transforms.RandomHorizontalFlip(),
                          transforms.ToTensor(), norm])
plain = transforms.Compose([transforms.ToTensor(), norm])

root = os.environ.get("DATA", "./data")
idx = np.random.permutation(50000)
tr_idx, va_idx = idx[:45000], idx[45000:]
tr = Subset(datasets.CIFAR10(root, True, aug, download=True), tr_idx)
va = Subset(datasets.CIFAR10(root, True, plain), va_idx)
te = datasets.CIFAR10(root, False, plain)


def loader(ds, shuffle=False):
    return DataLoader(ds, batch_size=128, shuffle=shuffle, num_workers=4)


@torch.no_grad()
def accuracy(model, dl):
    model.eval()
    good = n = 0
    for x, y in dl:
        p = model(x.to(dev)).argmax(1).cpu()
        good += int((p == y).sum())
        n += len(y)
    return good / n


model = models.resnet18(num_classes=10).to(dev)
opt = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9, weight_decay=5e-4)
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 60)
crit = nn.CrossEntropyLoss()
tr_dl, va_dl, te_dl = loader(tr, True), loader(va), loader(te)
best = 0
for ep in range(60):
    model.train()
    for x, y in tr_dl:
        opt.zero_grad()
        l = crit(model(x.to(dev)), y.to(dev))
        l.backward()
        opt.step()
    sched.step()
    a = accuracy(model, va_dl)
    if a > best:
        best = a
        torch.save(model.state_dict(), "resnet_best.pth")
    print(ep, round(a, 4), round(best, 4))

model.load_state_dict(torch.load("resnet_best.pth"))
print("TEST", accuracy(model, te_dl))
