"""Simulate what the statistics promise: false alarms, power and coverage.

    python benchmarks/calibration.py            # some minutes
    python benchmarks/calibration.py --runs 200 # quicker, wider bands

Every row has its seed, the rate that was seen, and the exact two-sided 99.9 % binomial band
around what is promised.  The script exits with 1 when a rate leaves its band on the wrong
side.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from pytest_mlgate.checks import discover as discover_checks
from pytest_mlgate.gate import Gate
from pytest_mlgate.inputs import discover as discover_inputs
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.registry import Registry
from pytest_mlgate.stats.differences import newcombe
from pytest_mlgate.stats.groups import max_gap_interval
from pytest_mlgate.stats.paired import bonett_price
from pytest_mlgate.stats.power import paired_sd, power_of, power_two_proportions
from pytest_mlgate.stats.proportions import clopper_pearson, jeffreys, wilson
from pytest_mlgate.stats.ratios import katz, koopman

REGISTRY = Registry.of(discover_checks(), discover_inputs())
ATTRIBUTES = ("sex", "race", "region", "age")


@dataclass(frozen=True)
class Row:
    """One simulated promise."""

    name: str
    seen: int
    runs: int
    promised: float
    side: str  # "at most", "about" or "at least"

    @property
    def band(self) -> tuple[int, int]:
        """Counts between which the promised rate lies in 999 of 1,000 simulations."""
        low, high = stats.binom.ppf([0.0005, 0.9995], self.runs, self.promised)
        return int(low), int(high)

    @property
    def kept(self) -> bool:
        """Whether the rate that was seen is on the right side."""
        low, high = self.band
        return {
            "at most": self.seen <= high,
            "at least": self.seen >= low,
            "about": low <= self.seen <= high,
        }[self.side]

    def __str__(self) -> str:
        low, high = (end / self.runs for end in self.band)
        return (
            f"| {self.name} | {self.seen / self.runs:.3f} | {self.side} {self.promised:.3f} | "
            f"{low:.3f} to {high:.3f} | {self.runs} | {'yes' if self.kept else 'NO'} |"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=1000)
    runs = parser.parse_args().runs
    print("| promise | seen | promised | 99.9 % band | runs | kept |")
    print("|---|---|---|---|---|---|")
    kept = True
    for part in (checks, whole_gate, power, coverage):
        for row in part(runs):
            print(row, flush=True)
            kept &= row.kept
    return 0 if kept else 1


def rows(rng: np.random.Generator, n: int, gain: float = 0.0, gap: float = 0.0) -> Any:
    """Return challenger and champion on the same rows, and four attributes.

    Without `gain` both models are right equally often on every row; without `gap` no
    attribute has anything to do with anything.
    """
    truth = (rng.random(n) < 0.4).astype(int)
    attributes = {
        name: rng.choice(list("abcd")[: 2 + i % 3], n) for i, name in enumerate(ATTRIBUTES)
    }
    made = []
    for more in (gain, 0.0):
        chance = 0.8 + more - gap * (attributes["sex"] == "a")
        right = rng.random(n) < chance
        score = np.clip(np.where(truth == 1, 0.62, 0.38) + rng.normal(0, 0.18, n), 0.001, 0.999)
        made.append(
            Predictions(
                pd.DataFrame(
                    {"row_id": np.arange(n), "y_true": truth, "score": score,
                     "y_pred": np.where(right, truth, 1 - truth), **attributes}
                ),
                favourable=1,
            )
        )  # fmt: skip
    return made


CHECKS: dict[str, tuple[str, dict[str, Any]]] = {
    "fairness.disparate-impact": ("age", {}),
    "fairness.demographic-parity": ("age", {"limit": 0.01}),
    "fairness.equalized-odds": ("age", {"limit": 0.01}),
    "fairness.predictive-parity": ("age", {"limit": 0.01}),
    "fairness.intersectional-gap": (
        "accuracy", {"attributes": ("sex", "race"), "limit": 0.01, "permutations": 400},
    ),
    "fairness.group-error-gap": ("sex", {"limit": 0.001, "replicates": 400}),
    "fairness.mean-outcome-ratio": ("sex", {"limit": 0.001, "replicates": 400, "output": "score"}),
    "comparison.champion-challenger": ("accuracy", {"margin": 0.001}),
    "comparison.slices": ("region", {"margin": 0.001, "min_n": 100}),
}  # fmt: skip


def checks(runs: int) -> Iterator[Row]:
    """With limits next to 0 nothing but the test stands between noise and a FAIL."""
    for seed, (name, (subject, settings)) in enumerate(CHECKS.items()):
        rng = np.random.default_rng(seed)
        own = max(100, runs // 5) if "replicates" in settings else runs
        failed = 0
        for _ in range(own):
            ours, theirs = rows(rng, 800)
            if name == "fairness.group-error-gap":
                ours = Predictions(ours.frame.assign(y_true=ours.score + rng.normal(size=800),
                                                     y_pred=ours.score))  # fmt: skip
            inputs = {"predictions": ours, "champion_predictions": theirs}
            failed += REGISTRY[name].run(inputs, settings, subject=subject).outcome == "FAIL"
        yield Row(f"false FAIL of {name}, n 800, alpha .05", failed, own, 0.05, "at most")


GATE = """
alpha = 0.05
families = ["fairness", "comparison"]
[fairness]
attributes = ["sex", "race", "region", "age"]
[fairness.disparate-impact]
limit = 0.99
[fairness.demographic-parity]
limit = 0.01
[fairness.equalized-odds]
limit = 0.01
[fairness.predictive-parity]
limit = 0.01
[comparison.champion-challenger]
metrics = ["accuracy", "roc_auc", "brier"]
margin = 0.0001
[comparison.slices]
slices = ["region"]
margin = 0.0001
min-n = 100
"""


def whole_gate(runs: int) -> Iterator[Row]:
    """Twenty items that test hypotheses share one alpha."""
    own = max(100, runs // 4)
    with TemporaryDirectory() as folder:
        Path(folder, "mlgate.toml").write_text(GATE, encoding="utf-8")
        template = Gate.open(REGISTRY, Path(folder))
        items = [plan for plan in template.plans.values() if plan.check.tests_hypotheses]
        rng = np.random.default_rng(100)
        failed = 0
        for _ in range(own):
            ours, theirs = rows(rng, 800)
            inputs = {"predictions": ours, "champion_predictions": theirs}
            verdicts = (p.check.run(inputs, p.settings, subject=p.subject) for p in items)
            failed += any(verdict.outcome == "FAIL" for verdict in verdicts)
    name = f"false FAIL of a gate of {len(items)} statistical items, alpha .05"
    yield Row(name, failed, own, 0.05, "at most")


def power(runs: int) -> Iterator[Row]:
    rng = np.random.default_rng(200)
    n, gain, psi, passed = 2000, 0.015, 0.10, 0
    check = REGISTRY["comparison.champion-challenger"]
    for _ in range(runs):
        b, c, _ = rng.multinomial(n, [(psi + gain) / 2, (psi - gain) / 2, 1 - psi])
        inputs = dict(
            zip(("predictions", "champion_predictions"), discordant(b, c, n), strict=True)
        )
        passed += check.run(inputs, {"mode": "superior"}, subject="accuracy").outcome == "PASS"
    promised = power_of(paired_sd(psi), gain, n)
    yield Row(f"power: superior by {gain} at n {n}, psi {psi}", passed, runs, promised, "about")
    check = REGISTRY["fairness.disparate-impact"]
    for n in (100, 300):
        failed = 0
        for a, b in zip(rng.binomial(n, 0.5, runs), rng.binomial(n, 0.3, runs), strict=True):
            frame = pd.DataFrame(
                {"g": ["a"] * n + ["b"] * n,
                 "y_pred": [1] * a + [0] * (n - a) + [1] * b + [0] * (n - b)}
            )  # fmt: skip
            predictions = {"predictions": Predictions(frame, favourable=1)}
            failed += check.run(predictions, subject="g").outcome == "FAIL"
        # Fisher's test is exact, so it finds a little less than the normal formula says.
        promised = power_two_proportions(0.5, 0.3, n) - 0.04
        yield Row(f"power: rates .5 and .3, n {n} each", failed, runs, promised, "at least")


def discordant(b: int, c: int, n: int) -> list[Predictions]:
    truth = np.zeros(n, int)
    ours, theirs = truth.copy(), truth.copy()
    theirs[:b] = 1
    ours[b : b + c] = 1
    return [
        Predictions(pd.DataFrame({"row_id": range(n), "y_true": truth, "y_pred": p}), favourable=1)
        for p in (ours, theirs)
    ]


RATES = (0.02, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.98)


def coverage(runs: int) -> Iterator[Row]:
    """Coverage over a grid of rates, one row per interval and size."""
    many = runs * 10
    one: dict[str, Callable[..., Any]] = {
        "Wilson": wilson, "Clopper-Pearson": clopper_pearson, "Jeffreys": jeffreys,
    }  # fmt: skip
    two: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
        "Newcombe": (newcombe, lambda p, q: p - q),
        "Katz": (katz, lambda p, q: p / q),
        "Koopman": (koopman, lambda p, q: p / q),
    }
    for n in (30, 100, 1000):
        rng = np.random.default_rng(300 + n)
        for name, function in one.items():
            covered = total = 0
            for p in RATES:
                found = function(rng.binomial(n, p, many), n)
                covered += int(((found.lower <= p) & (p <= found.upper)).sum())
                total += many
            yield Row(
                f"coverage of {name}, n {n}, rates .02 to .98", covered, total, 0.94, "at least"
            )
        for name, (function, effect) in two.items():
            own = many if name != "Koopman" else max(50, many // 50)
            covered = total = 0
            for p, q in ((0.05, 0.1), (0.3, 0.3), (0.5, 0.8), (0.9, 0.95)):
                x, y = rng.binomial(n, p, own), rng.binomial(n, q, own)
                usable = y > 0
                found = function(x[usable], n, y[usable], n)
                true = effect(p, q)
                covered += int(((found.lower <= true) & (true <= found.upper)).sum())
                total += int(usable.sum())
            yield Row(f"coverage of {name}, n {n}", covered, total, 0.94, "at least")
        b, c, _ = rng.multinomial(n, [0.06, 0.04, 0.9], runs).T
        inside = 0
        for i, j in zip(b, c, strict=True):
            found = bonett_price(int(i), int(j), n)
            inside += found.lower <= 0.02 <= found.upper
        yield Row(f"coverage of Bonett-Price, n {n}", inside, runs, 0.94, "at least")
    inside = 0
    for x in rng.binomial(200, [0.3, 0.3, 0.35, 0.4], (runs, 4)):
        found = max_gap_interval([(x, np.full(4, 200))])
        inside += found.lower <= 0.1 <= found.upper
    yield Row("coverage of the largest gap of 4 groups, n 200", inside, runs, 0.95, "at least")


if __name__ == "__main__":
    sys.exit(main())
