import argparse
import copy
import time

import torch
from torch import nn
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, models, transforms

MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]   # imagenet constants


def make_sets(root, seed):
    aug = transforms.Compose([transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip(),
                              transforms.ToTensor(), transforms.Normalize(MEAN, STD)])
    plain = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224),
                                transforms.ToTensor(), transforms.Normalize(MEAN, STD)])
    a, b = datasets.ImageFolder(root, aug), datasets.ImageFolder(root, plain)
    n = len(a)
    sizes = [n - 2 * (n // 6), n // 6, n // 6]
    g = torch.Generator().manual_seed(seed)
    tr, va, te = random_split(range(n), sizes, generator=g)
    sub = torch.utils.data.Subset
    return sub(a, list(tr)), sub(b, list(va)), sub(b, list(te)), a.classes


def run(model, dl, dev, opt=None):
    model.train(opt is not None)
    loss_sum = hit = n = 0
    with torch.set_grad_enabled(opt is not None):
        for x, y in dl:
            x, y = x.to(dev), y.to(dev)
            out = model(x)
            loss = nn.functional.cross_entropy(out, y)
            if opt is not None:
                opt.zero_grad()
                loss.backward()
                opt.step()
            loss_sum += loss.item() * len(y)
            hit += (out.argmax(1) == y).sum().item()
            n += len(y)
    return loss_sum / n, hit / n


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--root", default="plants")
    ap.add_argument("--epochs", type=int, default=12)
    ap.add_argument("--seed", type=int, default=0)
    a = ap.parse_args()
    dev = "cuda" if torch.cuda.is_available() else "cpu"
    tr, va, te, classes = make_sets(a.root, a.seed)
    model = models.mobilenet_v2(weights="DEFAULT")
    model.classifier[1] = nn.Linear(model.last_channel, len(classes))
    model.to(dev)
    opt = torch.optim.AdamW(model.parameters(), 1e-4)
    trl, val, tel = DataLoader(tr, 32, shuffle=True), DataLoader(va, 64), DataLoader(te, 64)
    best, keep, t0 = 1e9, None, time.time()
    for e in range(a.epochs):
        l, _ = run(model, trl, dev, opt)
        vl, vacc = run(model, val, dev)
        print(f"{e} {l:.3f} {vl:.3f} {vacc:.3f} {time.time() - t0:.0f}s")
        if vl < best:
            best, keep = vl, copy.deepcopy(model.state_dict())
    model.load_state_dict(keep)
    print("test acc %.4f" % run(model, tel, dev)[1])


if __name__ == "__main__":
    main()
