import numpy as np
import os
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from sklearn.metrics import accuracy_score
from sklearn.metrics import confusion_matrix
from sklearn.utils import shuffle
from torch.utils.data import DataLoader, TensorDataset
import torch.optim as optim

"""Train a small LSTM on the preprocessed HAR windows (train and test subjects come in separate files)."""


def load_split(folder):
    X = np.load(os.path.join(folder, 'signals.npy')).astype('float32')
    y = np.loadtxt(os.path.join(folder, 'labels.txt')).astype(int) - 1
    s = np.loadtxt(os.path.join(folder, 'subjects.txt')).astype(int)
    return X, y, s


class HAR(nn.Module):
    def __init__(self, c, k):
        super().__init__()
        self.lstm = nn.LSTM(c, 32, num_layers=2, batch_first=True, dropout=0.3)
        self.fc = nn.Linear(32, k)

    def forward(self, x):
        o, _ = self.lstm(x)
        return self.fc(o[:, -1])


X, y, subj = load_split('har/train')
X_test, y_test, _ = load_split('har/test')
val_subj = np.unique(subj)[-4:]
is_val = np.isin(subj, val_subj)
X_tr, y_tr, X_va, y_va = X[~is_val], y[~is_val], X[is_val], y[is_val]
mu = X_tr.mean(axis=(0, 1), keepdims=True)
sd = X_tr.std(axis=(0, 1), keepdims=True)
X_tr, X_va, X_test = [(a - mu) / sd for a in (X_tr, X_va, X_test)]

model = HAR(X.shape[2], 6)
opt = optim.Adam(model.parameters(), lr=2e-3)
train_dl = DataLoader(TensorDataset(torch.from_numpy(X_tr), torch.from_numpy(y_tr)), 64, shuffle=True)
best, wait = np.inf, 0
for epoch in range(80):
    model.train()
    for xb, yb in train_dl:
        opt.zero_grad()
        loss = F.cross_entropy(model(xb), yb)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
    model.eval()
    with torch.no_grad():
        vl = F.cross_entropy(model(torch.from_numpy(X_va)), torch.from_numpy(y_va)).item()
    if vl < best:
        best, wait = vl, 0
        torch.save(model.state_dict(), 'har.pt')
    else:
        wait += 1
        if wait == 8:
            print('stop at', epoch)
            break

model.load_state_dict(torch.load('har.pt'))
model.eval()
with torch.no_grad():
    pred = model(torch.from_numpy(X_test)).argmax(1).numpy()
print('accuracy', accuracy_score(y_test, pred))
print(confusion_matrix(y_test, pred))
