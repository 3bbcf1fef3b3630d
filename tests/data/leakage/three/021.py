"""Customer segmentation report.  No model here, only clusters."""
import argparse

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler


def parse():
    ap = argparse.ArgumentParser()
    ap.add_argument("csv")
    ap.add_argument("--kmin", type=int, default=2)
    ap.add_argument("--kmax", type=int, default=10)
    ap.add_argument("--out", default="segments.csv")
    return ap.parse_args()


def main():
    o = parse()
    df = pd.read_csv(o.csv, index_col="customer_id")
    df = df.fillna(df.median(numeric_only=True))
    X = StandardScaler().fit_transform(df)

    sil = {}
    for k in range(o.kmin, o.kmax + 1):
        lab = KMeans(k, n_init=10, random_state=0).fit_predict(X)
        sil[k] = silhouette_score(X, lab)
        print(k, round(sil[k], 3))
    k = max(sil, key=sil.get)

    df["segment"] = KMeans(k, n_init=10, random_state=0).fit_predict(X)
    xy = PCA(2).fit_transform(X)
    plt.scatter(xy[:, 0], xy[:, 1], c=df["segment"], s=5)
    plt.savefig("segments.png", dpi=150)
    print(df.groupby("segment").mean().round(2))
    df.to_csv(o.out)


if __name__ == "__main__":
    main()
