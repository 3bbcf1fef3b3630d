"""Group metrics with 1,000 bootstrap replicates, beside fairlearn's MetricFrame.

    python benchmarks/fairness_speed.py path/to/adult.csv.gz [--peer-replicates 20]

Selection rate, true and false positive rate by sex and race of a logistic regression on the
UCI Adult data.  Both sides run in this process; fairlearn's time is measured with fewer
replicates and scaled, because each of its replicates costs the same.  Without fairlearn its
row is left out.
"""

from __future__ import annotations

import argparse
import importlib
import time
from typing import Any

import numpy as np
import pandas as pd

from pytest_mlgate.stats.groups import bootstrap_rates

TARGET, FAVOURABLE = "income-per-year", ">50K"
REPLICATES = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data")
    parser.add_argument("--peer-replicates", type=int, default=20)
    arguments = parser.parse_args()
    frame = pd.read_csv(arguments.data)
    truth = (frame[TARGET].str.strip() == FAVOURABLE).to_numpy()
    decision = predict(frame, truth)
    codes, groups = pd.factorize(frame["sex"].astype(str) + " " + frame["race"].astype(str))
    ours = measured(codes, truth, decision, len(groups))
    print(f"rows {len(frame):,}, groups {len(groups)}, replicates {REPLICATES}")
    print(f"pytest-mlgate: {ours * 1e3:.1f} ms")
    theirs = peer(truth, decision, frame[["sex", "race"]], arguments.peer_replicates)
    if theirs is None:
        print("fairlearn is not installed: no ratio")
    else:
        scaled = theirs * REPLICATES / arguments.peer_replicates
        print(
            f"fairlearn: {theirs:.1f} s for {arguments.peer_replicates} replicates, {scaled:.0f} s"
        )
        print(f"ratio: {scaled / ours:,.0f}")


def predict(frame: pd.DataFrame, truth: Any) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    features = pd.get_dummies(frame.drop(columns=[TARGET]), dtype=float)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=200))
    return model.fit(features, truth).predict(features)


def measured(codes: Any, truth: Any, decision: Any, k: int) -> float:
    """Return the least of five times: the others only hold more of the machine's noise."""
    times = []
    for seed in range(5):
        start = time.perf_counter()
        rng = np.random.default_rng(seed)
        found = bootstrap_rates(codes, truth, decision, k, replicates=REPLICATES, rng=rng)
        for name in ("selection_rate", "tpr", "fpr"):
            np.nanquantile(found[name], [0.025, 0.975], axis=0)
        times.append(time.perf_counter() - start)
    return min(times)


def peer(truth: Any, decision: Any, sensitive: pd.DataFrame, replicates: int) -> float | None:
    try:
        metrics = importlib.import_module("fairlearn.metrics")
    except ImportError:
        return None
    start = time.perf_counter()
    metrics.MetricFrame(
        metrics={
            "selection_rate": metrics.selection_rate,
            "tpr": metrics.true_positive_rate,
            "fpr": metrics.false_positive_rate,
        },
        y_true=truth.astype(int),
        y_pred=decision.astype(int),
        sensitive_features=sensitive,
        n_boot=replicates,
        ci_quantiles=[0.025, 0.975],
        random_state=1,
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
