import pandas as pd
import os
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
import argparse
from torch.utils.data import DataLoader, TensorDataset
from collections import Counter
from sklearn.utils import shuffle

PAD, UNK = 0, 1


class Vocab:
    def __init__(self, texts, min_freq=3):
        cnt = Counter(w for t in texts for w in t.split())
        self.stoi = {w: i + 2 for i, (w, c) in enumerate(cnt.most_common()) if c >= min_freq}

    def __len__(self):
        return len(self.stoi) + 2

    def encode(self, t, n=100):
        ids = [self.stoi.get(w, UNK) for w in t.split()][:n]
        return ids + [PAD] * (n - len(ids))


class Bag(nn.Module):
    def __init__(self, v, d, k):
        super().__init__()
        self.emb = nn.Embedding(v, d, padding_idx=PAD)
        self.out = nn.Linear(d, k)

    def forward(self, x):
        return self.out(self.emb(x).mean(1))


def to_loader(df, vocab, shuffle=False):
    X = torch.tensor([vocab.encode(t) for t in df['text']])
    return DataLoader(TensorDataset(X, torch.tensor(df['y'].values)), batch_size=64, shuffle=shuffle)


def evaluate(model, loader):
    model.eval()
    with torch.no_grad():
        hits = [(model(x).argmax(1) == y).float() for x, y in loader]
    return torch.cat(hits).mean().item()


def main(args):
    train, val, test = (pd.read_csv(os.path.join(args.data, f'{s}.csv')) for s in ('train', 'val', 'test'))
    vocab = Vocab(train['text'])
    loaders = [to_loader(train, vocab, True), to_loader(val, vocab), to_loader(test, vocab)]
    model = Bag(len(vocab), args.dim, train['y'].nunique())
    opt = optim.Adam(model.parameters(), lr=args.lr)
    best = 0
    for ep in range(args.epochs):
        model.train()
        for x, y in loaders[0]:
            loss = F.cross_entropy(model(x), y)
            opt.zero_grad()
            loss.backward()
            opt.step()
        acc = evaluate(model, loaders[1])
        if acc > best:
            best = acc
            torch.save(model.state_dict(), 'bag.pt')
        print(ep, acc)
    model.load_state_dict(torch.load('bag.pt'))
    print('test', evaluate(model, loaders[2]))


if __name__ == '__main__':
    ap = argparse.ArgumentParser()
    ap.add_argument('--data', default='agnews')
    ap.add_argument('--dim', type=int, default=64)
    ap.add_argument('--lr', type=float, default=1e-3)
    ap.add_argument('--epochs', type=int, default=10)
    main(ap.parse_args())
