# Eigenfaces by hand
import numpy as np
from sklearn.datasets import fetch_lfw_people

lfw = fetch_lfw_people(min_faces_per_person=60, resize=0.4)
Xs = lfw.data.astype("float64") / 255.0
ys = lfw.target
names = lfw.target_names

rng = np.random.default_rng(77)
order = rng.permutation(len(Xs))
n_tr = int(0.75 * len(Xs))
tr, te = order[:n_tr], order[n_tr:]

mean_face = Xs[tr].mean(axis=0)
centred = Xs - mean_face
_, s, Vt = np.linalg.svd(centred[tr], full_matrices=False)
var = s ** 2 / (s ** 2).sum()
k = int(np.searchsorted(np.cumsum(var), 0.95)) + 1
print("components:", k)

codes = centred @ Vt[:k].T
codes /= s[:k] / np.sqrt(n_tr)


def nearest(train_codes, train_labels, queries):
    out = np.empty(len(queries), dtype=int)
    for i, q in enumerate(queries):
        sim = train_codes @ q / (np.linalg.norm(train_codes, axis=1) * np.linalg.norm(q))
        out[i] = train_labels[sim.argmax()]
    return out


guess = nearest(codes[tr], ys[tr], codes[te])
print("accuracy %.3f" % (guess == ys[te]).mean())
for c in np.unique(ys):
    m = ys[te] == c
    print(f"{names[c]:25s} {np.mean(guess[m] == c):.3f} ({m.sum()})")
