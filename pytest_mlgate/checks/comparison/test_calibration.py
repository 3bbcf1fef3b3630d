"""The project's own test rejects no more often than it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pytest_mlgate.inputs.compare_fn import CompareFn
from pytest_mlgate.numeric import FloatArray, distributions, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

REMEDY = "Use a maintained test (Welch, a permutation test), and resample whole clusters."
BAND = 0.999
LEAST_COVERAGE = 0.93
LEAST_POWER = 0.50


@dataclass(frozen=True)
class _Simulated:
    """What a function said about many pairs of samples."""

    p: FloatArray
    covered: FloatArray


@check("comparison.test-calibration", kind=Kind.CONFIG, runs_code=True)
def test_calibration(
    compare_fn: CompareFn,
    *,
    simulations: Annotated[int, Range(200)] = 1000,
    level: Annotated[float, Range(0, 1)] = 0.05,
    clustered: bool = False,
    seed: Annotated[int, Range(0)] = 0,
) -> Verdict:
    """A home-made comparison keeps its level, covers the truth, and finds what is there.

    Why
    ---
    A test that resamples the wrong way round rejects always, or never, and both look like
    results.

    Rule
    ----
    The function ``compare(a, b) -> (p, low, high)`` is called on seeded samples.

    * V1 without any difference (normal, lognormal and 0/1 data, unequal sizes and variances,
      and clusters if `clustered`) rejections at `level` stay below the upper end of the exact
      two-sided 99.9 % binomial band;
    * V2 and above its lower end, else the test wastes rows;
    * V3 its interval covers the true difference in at least 93 % of them;
    * V4 the p-value is not constant and never NaN;
    * V5 a difference of half a standard deviation on 300 rows each is found in more than
      half of the samples, and with its sign.

    Settings
    --------
    simulations : 1000
        Per shape of data.
    level : 0.05
        Of the test.
    clustered : false
        Whether data may come in clusters (blocks of ten equal values).
    seed : 0
        Of the samples.

    Outcomes
    --------
    FAIL: V1, V3, V4 or V5.  WARN: V2.  ERROR: the function cannot be imported, raises, or
    returns something else than three numbers.

    Remedy
    ------
    Use a maintained test.

    Source
    ------
    C. J. Clopper and E. S. Pearson (1934), Biometrika 26, 404-413.  T. P. Morris, I. R. White
    and M. J. Crowther (2019), Using simulation studies to evaluate statistical methods,
    Statistics in Medicine 38, 2074-2102.
    """
    rng = np.random.default_rng(seed)
    shapes = {**_SHAPES, **({"clustered": _clustered} if clustered else {})}
    findings: list[Finding] = []
    estimates = []
    for name, draw in shapes.items():
        found = _simulate(compare_fn, draw, 0.0, simulations, rng)
        findings += _null(name, found, level)
        rejected = int((found.p <= level).sum())
        estimates.append(
            Estimate(name=f"rejections, {name}", value=rejected / simulations, n=simulations)
        )
    findings += _power(compare_fn, level, max(200, simulations // 5), rng)
    return Verdict.of(
        findings,
        passed=f"{compare_fn.path} keeps its level of {level:g} on {len(shapes)} shapes of data, "
        f"{simulations} samples each",
        remedy=REMEDY,
        estimates=estimates,
    )


Draw = Callable[["np.random.Generator", float], tuple["FloatArray", "FloatArray"]]


def _normal(rng: np.random.Generator, shift: float) -> tuple[FloatArray, FloatArray]:
    return rng.normal(shift, 1, 50), rng.normal(0, 1, 50)


def _unequal(rng: np.random.Generator, shift: float) -> tuple[FloatArray, FloatArray]:
    return rng.normal(shift, 3, 30), rng.normal(0, 1, 120)


def _lognormal(rng: np.random.Generator, shift: float) -> tuple[FloatArray, FloatArray]:
    return rng.lognormal(0, 0.5, 100) + shift, rng.lognormal(0, 0.5, 100)


def _binary(rng: np.random.Generator, shift: float) -> tuple[FloatArray, FloatArray]:
    first = (rng.random(200) < 0.3 + shift).astype(float)
    return first, (rng.random(200) < 0.3).astype(float)


def _clustered(rng: np.random.Generator, shift: float) -> tuple[FloatArray, FloatArray]:
    return np.repeat(rng.normal(shift, 1, 20), 10), np.repeat(rng.normal(0, 1, 20), 10)


_SHAPES: Mapping[str, Draw] = {
    "normal": _normal,
    "unequal sizes and variances": _unequal,
    "lognormal": _lognormal,
    "0/1": _binary,
}


def _simulate(
    compare: CompareFn, draw: Draw, shift: float, times: int, rng: np.random.Generator
) -> _Simulated:
    p, covered = np.empty(times), np.empty(times)
    for i in range(times):
        p[i], low, high = compare(*draw(rng, shift))
        covered[i] = low <= shift <= high
    return _Simulated(p, covered)


def _null(name: str, found: _Simulated, level: float) -> Iterator[Finding]:
    times = len(found.p)
    bad = int((~np.isfinite(found.p)).sum())
    if bad:
        yield Finding(message=f"{name}: {bad} of {times} p-values are NaN", rule="V4", subject=name)
        return
    if np.ptp(found.p) == 0:
        text = f"{name}: every p-value is {found.p[0]:g}, whatever the data"
        yield Finding(message=text, rule="V4", subject=name)
        return
    low, high = (int(distributions.binom.ppf(q, times, level)) for q in _tails())
    rejected = int((found.p <= level).sum())
    text = (
        f"{name}: {rejected} of {times} samples without any difference are rejected at {level:g}; "
        f"the 99.9 % band is {low} to {high}"
    )
    if rejected > high:
        yield Finding(message=text, rule="V1", subject=name)
    elif rejected < low:
        yield Finding(message=text, outcome=Outcome.WARN, rule="V2", subject=name)
    coverage = float(found.covered.mean())
    if coverage < LEAST_COVERAGE:
        text = f"{name}: the interval covers the truth in {coverage:.1%} of {times} samples"
        yield Finding(message=text + f", limit >= {LEAST_COVERAGE:.0%}", rule="V3", subject=name)


def _tails() -> tuple[float, float]:
    return (1 - BAND) / 2, (1 + BAND) / 2


def _power(
    compare: CompareFn, level: float, times: int, rng: np.random.Generator
) -> Iterator[Finding]:
    found = signed = 0
    for _ in range(times):
        p, low, high = compare(rng.normal(0.5, 1, 300), rng.normal(0, 1, 300))
        found += p <= level
        signed += low + high > 0
    if found <= LEAST_POWER * times:
        text = f"a difference of .5 sd on 300 rows each is found in {found} of {times} samples"
        yield Finding(message=text, rule="V5")
    if signed <= LEAST_POWER * times:
        text = f"the interval has the wrong sign in {times - signed} of {times} samples"
        yield Finding(message=text, rule="V5")
