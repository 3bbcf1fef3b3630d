"""Judging statistics of groups that are no rates, by the bootstrap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pytest_mlgate.decision import decide
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import Array, IntArray, np
from pytest_mlgate.stats.resampling import bootstrap_ci
from pytest_mlgate.verdict import Estimate, Limit, Outcome, Policy

MOST_REPLICATES = 10_000
"""A stricter level asks for more resamples; beyond this the gain is not worth the time."""


@dataclass(frozen=True)
class Judge:
    """How statistics of one item are judged.

    Parameters
    ----------
    limit:
        Largest distance from the value under equality.
    policy, alpha:
        As in the configuration.
    tests:
        How many statistics share `alpha` (Bonferroni).
    replicates, seed:
        Of the bootstrap.
    """

    limit: float
    policy: str
    alpha: float
    tests: int
    replicates: int
    seed: int

    def judge(
        self,
        name: str,
        arrays: tuple[Array, ...],
        statistic: Callable[..., float],
        null: float,
        clusters: IntArray | None,
    ) -> tuple[Outcome, Estimate]:
        """Judge how far a statistic lies from `null`, in either direction.

        The test of equality rejects when the interval at level ``1 - alpha / tests`` leaves
        `null` out.

        Parameters
        ----------
        name:
            Of the estimate.
        arrays, statistic, clusters:
            As for :func:`~.resampling.bootstrap_ci`.
        null:
            The value under equality.
        """
        value = float(statistic(*arrays))
        if not np.isfinite(value):
            raise Unmeasurable(f"{name} is undefined")
        confidence = 0.90 if self.policy == "assured" else 0.95
        lower, upper = self._interval(arrays, statistic, clusters, confidence)
        estimate = Estimate(
            name=name,
            value=abs(value - null),
            n=len(arrays[0]),
            lower=max(0.0, lower - null, null - upper),
            upper=max(abs(lower - null), abs(upper - null)),
            confidence=confidence,
            method="BCa bootstrap",
            limit=Limit("<=", self.limit),
        )
        low, high = self._interval(arrays, statistic, clusters, 1 - self.alpha / self.tests)
        return decide(estimate, Policy(self.policy), rejected=not low <= null <= high), estimate

    def _interval(
        self,
        arrays: tuple[Array, ...],
        statistic: Callable[..., float],
        clusters: IntArray | None,
        confidence: float,
    ) -> tuple[float, float]:
        wanted = min(MOST_REPLICATES, int(40 / (1 - confidence)))
        found = bootstrap_ci(
            arrays,
            statistic,
            confidence=confidence,
            replicates=max(self.replicates, wanted),
            clusters=clusters,
            rng=np.random.default_rng(self.seed),
        )
        return found.lower, found.upper
