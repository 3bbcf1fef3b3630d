# -*- coding: utf-8 -*-
import os
import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader
from torchvision import datasets, transforms, models

BATCH = 32
EPOCHS = 25
DEVICE = 'cuda' if torch.cuda.is_available() else 'cpu'
ROOT = 'data/plantvillage'

tf_train = transforms.Compose([transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip(),
                               transforms.ToTensor(),
                               transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])
tf_test = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor(),
                              transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])

train_loader = DataLoader(datasets.ImageFolder(os.path.join(ROOT, 'train'), tf_train), BATCH, shuffle=True)
test_loader = DataLoader(datasets.ImageFolder(os.path.join(ROOT, 'test'), tf_test), BATCH)

net = models.resnet18(pretrained=True)
net.fc = nn.Linear(net.fc.in_features, 38)
net = net.to(DEVICE)
crit = nn.CrossEntropyLoss()
opt = optim.SGD(net.parameters(), lr=1e-3, momentum=0.9)


def evaluate(loader):
    net.eval()
    ok = n = 0
    with torch.no_grad():
        for x, y in loader:
            out = net(x.to(DEVICE)).argmax(1).cpu()
            ok += (out == y).sum().item()
            n += len(y)
    return ok / n


best_acc = 0.0
for epoch in range(EPOCHS):
    net.train()
    for x, y in train_loader:
        opt.zero_grad()
        loss = crit(net(x.to(DEVICE)), y.to(DEVICE))
        loss.backward()
        opt.step()
    test_acc = evaluate(test_loader)  # leak: L6
    print(f'epoch {epoch} test acc {test_acc:.4f}')
    if test_acc > best_acc:
        best_acc = test_acc
        torch.save(net.state_dict(), 'best_model.pth')

print('Best test accuracy: {:.4f}'.format(best_acc))
