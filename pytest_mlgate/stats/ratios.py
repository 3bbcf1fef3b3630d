"""The ratio of two independent proportions."""

from __future__ import annotations

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, FloatArray, np, optimize, special
from pytest_mlgate.stats._arguments import counts, level, plain, tail, z_value
from pytest_mlgate.stats.results import Interval, StatResult


def katz(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Return the log interval of ``(x1/n1) / (x2/n2)``.

    Without successes in the first group the lower bound is 0 and the upper one is that of
    half a success; :func:`koopman` is the better interval there.

    Parameters
    ----------
    x1, n1, x2, n2:
        Successes and trials of both groups; scalars or arrays that broadcast.
    confidence:
        Two-sided level.

    Raises
    ------
    Unmeasurable
        If the second group has no success: the ratio is not defined.
    ValueError
        If the counts or the level are impossible.

    References
    ----------
    D. Katz, J. Baptista, S. P. Azen and M. C. Pike (1978), Biometrics 34, 469-474.
    """
    (a, m), (b, n) = counts(x1, n1), counts(x2, n2)
    _defined(b)
    z = z_value(confidence)
    some = np.maximum(a, 0.5)
    centre = np.log(some / m) - np.log(b / n)
    half = z * np.sqrt(np.maximum(1 / some - 1 / m + 1 / b - 1 / n, 0))
    lower = np.where(a == 0, 0.0, np.exp(centre - half))
    return Interval(plain(lower), plain(np.exp(centre + half)), confidence, "Katz log")


def koopman(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Return the score interval of ``(x1/n1) / (x2/n2)``.

    It inverts Pearson's chi-squared test and behaves well with small counts, also with no
    success in the first group.  Parameters and errors are those of :func:`katz`.

    References
    ----------
    P. A. R. Koopman (1984), Biometrics 40, 513-517.
    """
    level(confidence)
    (a, m), (b, n) = counts(x1, n1), counts(x2, n2)
    _defined(b)
    limit = z_value(confidence) ** 2
    shape = np.broadcast_shapes(a.shape, b.shape)
    args = [np.broadcast_to(v, shape).ravel() for v in (a, m, b, n)]
    rows = zip(*args, strict=True)
    bounds = np.array([_koopman_one(a, m, b, n, limit) for a, m, b, n in rows])
    lower, upper = bounds.reshape((*shape, 2)).T if shape else bounds[0]
    return Interval(plain(lower), plain(upper), confidence, "Koopman score")


def odds_ratio(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> StatResult:
    """Return the odds ratio of two groups with its log interval and Wald test.

    Half a count is added to every cell where one is empty.  Parameters are those of
    :func:`katz`.

    References
    ----------
    B. Woolf (1955), Ann. Hum. Genet. 19, 251-253.  J. B. S. Haldane (1956), ibid. 20,
    309-311.
    """
    (a, m), (b, n) = counts(x1, n1), counts(x2, n2)
    cells = np.stack(np.broadcast_arrays(a, m - a, b, n - b))
    cells = cells + np.where((cells == 0).any(axis=0), 0.5, 0.0)
    centre = np.log(cells[0]) - np.log(cells[1]) - np.log(cells[2]) + np.log(cells[3])
    se = np.sqrt((1 / cells).sum(axis=0))
    half = z_value(confidence) * se
    return StatResult(
        plain(centre / se),
        plain(tail(centre / se, special.ndtr, "two-sided")),
        estimate=plain(np.exp(centre)),
        interval=Interval(
            plain(np.exp(centre - half)), plain(np.exp(centre + half)), confidence, "Woolf log"
        ),
        n=plain(m + n),
        method="Wald test of the log odds ratio",
    )


def _defined(successes: FloatArray) -> None:
    if (successes == 0).any():
        raise Unmeasurable("the ratio is not defined: the group in its denominator has no success")


def _koopman_one(a: float, m: float, b: float, n: float, limit: float) -> tuple[float, float]:
    ratio = (a / m) / (b / n)

    def beyond(log_phi: float) -> float:
        return _score(a, m, b, n, float(np.exp(log_phi))) - limit

    start = np.log(ratio) if a else np.log(0.5 / m) - np.log(b / n)
    upper = float(np.exp(_root(beyond, float(start), 1.0)))
    return (0.0 if a == 0 else float(np.exp(_root(beyond, float(start), -1.0)))), upper


def _score(a: float, m: float, b: float, n: float, phi: float) -> float:
    """Return Pearson's chi-squared at a given ratio, with rates restricted to it."""
    total = m + n
    linear = phi * (m + b) + a + n
    root = np.sqrt(max(linear**2 - 4 * phi * total * (a + b), 0.0))
    first = min(1.0, phi, 2 * phi * (a + b) / (linear + root))
    return _part(a, m, first) + _part(b, n, first / phi)


def _part(x: float, n: float, rate: float) -> float:
    if rate >= 1 - 1e-15:
        return 0.0 if x == n else float("inf")
    return float((x - n * rate) ** 2 / (n * rate * (1 - rate)))


def _root(beyond: object, start: float, step: float) -> float:
    """Walk away from the estimate until the test rejects, then find the place between."""
    function = beyond
    far = start + step
    while function(far) < 0 and abs(far - start) < 700:  # type: ignore[operator]
        far += step
        step *= 2
    return float(optimize.brentq(function, min(start, far), max(start, far), xtol=1e-13))
