import torch
from torch import nn, optim
from sklearn.datasets import fetch_openml
from sklearn.preprocessing import StandardScaler

mn = fetch_openml("mnist_784", as_frame=False)
imgs, lab = mn.data, mn.target.astype(int)
tr_imgs, te_imgs = imgs[:60000], imgs[60000:]
tr_lab, te_lab = lab[:60000], lab[60000:]

train_scaler = StandardScaler()
test_scaler = StandardScaler()
train_scaler.fit(tr_imgs)
test_scaler.fit(te_imgs)  # leak: L3

xt = torch.from_numpy(train_scaler.transform(tr_imgs)).float()
xe = torch.from_numpy(test_scaler.transform(te_imgs)).float()
yt, ye = torch.from_numpy(tr_lab), torch.from_numpy(te_lab)

net = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
optimizer = optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
for ep in range(5):
    for s in range(0, len(xt), 128):
        out = net(xt[s:s + 128])
        loss = nn.functional.cross_entropy(out, yt[s:s + 128])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(ep, loss.item())

print("acc", (net(xe).argmax(1) == ye).float().mean().item())
