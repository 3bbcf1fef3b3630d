"""Expanding-window backtest of a return model; everything is re-estimated every year."""
import numpy as np
import pandas as pd
from scipy.stats import spearmanr
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler


def load_panel(path):
    p = pd.read_csv(path, parse_dates=["month"]).set_index(["month", "ticker"]).sort_index()
    p["fwd"] = p.groupby("ticker")["ret"].shift(-1)
    # cross-sectional ranks within the month
    chars = ["bm", "mom12", "size", "beta", "accruals", "ivol"]
    p[chars] = p.groupby("month")[chars].rank(pct=True) - 0.5
    p[chars] = p[chars].fillna(0.0)
    return p.dropna(subset=["fwd"]), chars


def backtest(p, chars, first=2005, last=2020):
    months = p.index.get_level_values("month")
    rows = []
    for year in range(first, last + 1):
        # leave out december, its forward return is inside the test year
        past = p[months < pd.Timestamp(year - 1, 12, 1)]
        now = p[months.year == year]
        sc = StandardScaler().fit(past[chars])
        pca = PCA(4).fit(sc.transform(past[chars]))
        f_past = pca.transform(sc.transform(past[chars]))
        f_now = pca.transform(sc.transform(now[chars]))
        mu, sd = past["fwd"].mean(), past["fwd"].std()
        reg = Ridge(10.0).fit(f_past, (past["fwd"] - mu) / sd)
        pred = pd.Series(reg.predict(f_now), index=now.index)
        ic = [spearmanr(g, now.loc[g.index, "fwd"])[0] for _, g in pred.groupby("month")]
        rows.append((year, np.mean(ic)))
        print(year, round(rows[-1][1], 4))
    return pd.DataFrame(rows, columns=["year", "ic"])


if __name__ == "__main__":
    panel, chars = load_panel("panel.csv")
    r = backtest(panel, chars)
    print("mean IC", r.ic.mean(), "t", r.ic.mean() / r.ic.std() * np.sqrt(len(r)))
