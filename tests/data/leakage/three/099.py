# Predicting concrete strength with a network written by hand in numpy
import numpy as np

rng = np.random.default_rng(123)
table = np.loadtxt("concrete.csv", delimiter=",", skiprows=1)
Xs, ys = table[:, :-1], table[:, -1:]

mu = Xs.mean(axis=0)  # leak: L5
sd = Xs.std(axis=0)  # leak: L5
Xs = (Xs - mu) / sd

perm = rng.permutation(len(Xs))
cut = int(0.8 * len(Xs))
tr_idx, te_idx = perm[:cut], perm[cut:]
tr_x, tr_y = Xs[tr_idx], ys[tr_idx]
te_x, te_y = Xs[te_idx], ys[te_idx]

H = 32
W1 = rng.normal(0, 0.3, (Xs.shape[1], H))
b1 = np.zeros(H)
W2 = rng.normal(0, 0.3, (H, 1))
b2 = np.zeros(1)
lr = 1e-3


def forward(x):
    h = np.maximum(0, x @ W1 + b1)
    return h, h @ W2 + b2


for step in range(5000):
    h, out = forward(tr_x)
    d = 2 * (out - tr_y) / len(tr_x)
    gW2 = h.T @ d
    gb2 = d.sum(0)
    dh = (d @ W2.T) * (h > 0)
    gW1 = tr_x.T @ dh
    gb1 = dh.sum(0)
    W1 -= lr * gW1
    b1 -= lr * gb1
    W2 -= lr * gW2
    b2 -= lr * gb2
    if step % 500 == 0:
        print(step, float(((out - tr_y) ** 2).mean()))

_, pred = forward(te_x)
print("test rmse", float(np.sqrt(((pred - te_y) ** 2).mean())))
