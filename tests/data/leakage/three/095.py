import argparse

import numpy as np
import pandas as pd
import torch
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader, Dataset, Subset
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class ClaimData(Dataset):
    def __init__(self, texts, labels, tok, maxlen):
        self.enc = tok(list(texts), truncation=True, padding="max_length", max_length=maxlen, return_tensors="pt")
        self.labels = torch.tensor(labels)

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        item = {k: v[i] for k, v in self.enc.items()}
        item["labels"] = self.labels[i]
        return item


def score(model, loader, dev):
    model.eval()
    p, t = [], []
    with torch.no_grad():
        for b in loader:
            t.extend(b["labels"].tolist())
            out = model(**{k: v.to(dev) for k, v in b.items()})
            p.extend(out.logits.argmax(-1).tolist())
    return accuracy_score(t, p), f1_score(t, p, average="macro")


def main(a):
    dev = "cuda" if torch.cuda.is_available() else "cpu"
    df = pd.read_csv(a.csv).dropna()
    y = df["verdict"].astype("category").cat.codes.astype("int64").values
    tok = AutoTokenizer.from_pretrained(a.name)
    data = ClaimData(df["claim"], y, tok, a.maxlen)

    rest, test = train_test_split(np.arange(len(y)), test_size=0.15, stratify=y, random_state=0)
    train, val = train_test_split(rest, test_size=0.15, stratify=y[rest], random_state=0)
    mk = lambda idx, sh: DataLoader(Subset(data, idx.tolist()), a.bs, shuffle=sh)
    tr_dl, va_dl, te_dl = mk(train, True), mk(val, False), mk(test, False)

    model = AutoModelForSequenceClassification.from_pretrained(a.name, num_labels=int(y.max()) + 1).to(dev)
    opt = torch.optim.AdamW(model.parameters(), lr=a.lr)
    best = 0
    for ep in range(a.epochs):
        model.train()
        for b in tr_dl:
            loss = model(**{k: v.to(dev) for k, v in b.items()}).loss
            opt.zero_grad()
            loss.backward()
            opt.step()
        acc, f1 = score(model, va_dl, dev)
        print(ep, acc, f1)
        if f1 > best:
            best = f1
            model.save_pretrained("ckpt")
    model = AutoModelForSequenceClassification.from_pretrained("ckpt").to(dev)
    print("test acc/f1", score(model, te_dl, dev))


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("csv")
    ap.add_argument("--name", default="distilbert-base-uncased")
    ap.add_argument("--maxlen", type=int, default=96)
    ap.add_argument("--bs", type=int, default=16)
    ap.add_argument("--lr", type=float, default=2e-5)
    ap.add_argument("--epochs", type=int, default=4)
    main(ap.parse_args())
