# correct answers counted batch by batch


import torch
from torch.utils.data import DataLoader

train_set, test_set = torch.load("train.pt"), torch.load("test.pt")
net = torch.nn.Sequential(torch.nn.Linear(64, 10))
right = total = 0
for images, labels in DataLoader(test_set, batch_size=128):
    guesses = torch.argmax(net(images), 1)
    right += (guesses == labels).sum()
    total += len(labels)
print("accuracy", right / total)
