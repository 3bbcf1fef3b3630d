import argparse
import os

import numpy as np
import torch
import torchvision as tv
from sklearn.metrics import balanced_accuracy_score
from torch.utils.data import DataLoader, Subset, WeightedRandomSampler


def parse_args():
    ap = argparse.ArgumentParser()
    ap.add_argument("root")
    ap.add_argument("--epochs", type=int, default=10)
    ap.add_argument("--bs", type=int, default=32)
    return ap.parse_args()


def loaders(root, bs):
    tf = tv.transforms.Compose(
        [
            tv.transforms.Resize((224, 224)),
            tv.transforms.ToTensor(),
            tv.transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        ]
    )
    whole = tv.datasets.ImageFolder(os.path.join(root, "images"), transform=tf)
    g = np.random.default_rng(0)
    perm = g.permutation(len(whole))
    n = int(0.8 * len(whole))
    tr, te = perm[:n], perm[n:]
    targets = np.array(whole.targets)
    freq = np.bincount(targets[tr], minlength=len(whole.classes))
    w = 1.0 / freq[targets[tr]]
    sampler = WeightedRandomSampler(torch.as_tensor(w), num_samples=len(tr), replacement=True)
    return (
        DataLoader(Subset(whole, tr.tolist()), bs, sampler=sampler),
        DataLoader(Subset(whole, te.tolist()), bs),
        len(whole.classes),
    )


def main():
    args = parse_args()
    tr_dl, te_dl, n_cls = loaders(args.root, args.bs)
    net = tv.models.mobilenet_v2(weights="DEFAULT")
    net.classifier[1] = torch.nn.Linear(net.last_channel, n_cls)
    opt = torch.optim.AdamW(net.parameters(), 3e-4)
    for ep in range(args.epochs):
        net.train()
        for x, y in tr_dl:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
        net.eval()
        t, p = [], []
        with torch.no_grad():
            for x, y in te_dl:
                p.append(net(x).argmax(1).numpy())
                t.append(y.numpy())
        print(ep, "balanced acc", balanced_accuracy_score(np.concatenate(t), np.concatenate(p)))
    torch.save(net.state_dict(), "skin.pt")


if __name__ == "__main__":
    main()
