"""Posterior comparisons: how probable is it that one is better, and by how much.

Everything is computed by quadrature or from closed forms; where chance is used, its source
is an argument.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, FloatArray, np, optimize, special
from pytest_mlgate.stats._arguments import level, sample
from pytest_mlgate.stats.results import Interval


@dataclass(frozen=True, slots=True)
class BetaComparison:
    """Posterior of two rates with independent Beta distributions.

    Parameters
    ----------
    a, b:
        Shape parameters of the first and of the second rate.
    """

    a: tuple[float, float]
    b: tuple[float, float]

    @property
    def better(self) -> float:
        """P(first rate > second rate)."""
        x, w = self._grid()
        return float((w * special.betainc(*self.b, x)).sum())

    def probability(self, low: float, high: float) -> float:
        """P(low < first rate / second rate - 1 < high), the relative change."""
        return self._below(1 + high) - self._below(1 + low)

    def interval(self, confidence: float = 0.95) -> Interval:
        """Return the equal-tailed credible interval of the relative change."""
        level(confidence)
        rest = (1 - confidence) / 2
        lower, upper = (self._quantile(share) - 1 for share in (rest, 1 - rest))
        return Interval(lower, upper, confidence, "credible, relative")

    @property
    def expected_loss(self) -> float:
        """Mean of max(second - first, 0): what choosing the first costs, in rate."""
        x, w = self._grid()
        a, b = self.b
        mean = a / (a + b)
        above = mean * special.betaincc(a + 1, b, x) - x * special.betaincc(a, b, x)
        return float((w * above).sum())

    @property
    def mirrored(self) -> BetaComparison:
        """The same comparison of the two failure rates, so that fewer successes are better."""
        return BetaComparison(self.a[::-1], self.b[::-1])

    def _below(self, ratio: float) -> float:
        """P(first <= ratio * second)."""
        if ratio <= 0:
            return 0.0
        x, w = self._grid()
        return float((w * special.betaincc(*self.b, np.minimum(x / ratio, 1.0))).sum())

    def _quantile(self, share: float) -> float:
        def beyond(log_ratio: float) -> float:
            return self._below(math.exp(log_ratio)) - share

        return math.exp(float(optimize.brentq(beyond, -60, 60, xtol=1e-12)))

    def _grid(self) -> tuple[FloatArray, FloatArray]:
        """Return quadrature nodes and weights of the first rate, by equal probability."""
        nodes, weights = np.polynomial.legendre.leggauss(400)
        share = (nodes + 1) / 2
        return special.betaincinv(*self.a, share), weights / 2


def beta_comparison(
    x1: float, n1: float, x2: float, n2: float, *, prior: tuple[float, float] = (1.0, 1.0)
) -> BetaComparison:
    """Compare two rates.

    Parameters
    ----------
    x1, n1, x2, n2:
        Successes and trials.
    prior:
        Shape parameters of the Beta prior of both, declared before the data were seen.

    Raises
    ------
    ValueError
        If a count is impossible or the prior improper.

    References
    ----------
    J. M. Bernardo and A. F. M. Smith (1994), Bayesian Theory, section 3.2.
    """
    for x, n in ((x1, n1), (x2, n2)):
        if not (0 <= x <= n and math.isfinite(n)):
            raise ValueError(f"{x} of {n} is no count of successes")
    if min(prior) <= 0:
        raise ValueError(f"prior {prior} is no Beta distribution")
    a, b = prior
    return BetaComparison((x1 + a, n1 - x1 + b), (x2 + a, n2 - x2 + b))


@dataclass(frozen=True, slots=True)
class StudentPosterior:
    """A posterior that is a shifted and scaled t distribution.

    Parameters
    ----------
    centre, scale, df:
        Its parameters.
    """

    centre: float
    scale: float
    df: float

    def probability(self, low: float, high: float) -> float:
        """P(low < effect < high)."""
        ends = [(end - self.centre) / self.scale for end in (low, high)]
        below, above = (float(special.stdtr(self.df, end)) for end in ends)
        return above - below

    def interval(self, confidence: float = 0.95) -> Interval:
        """Return the equal-tailed credible interval of the effect."""
        level(confidence)
        half = float(special.stdtrit(self.df, (1 + confidence) / 2)) * self.scale
        return Interval(self.centre - half, self.centre + half, confidence, "credible")

    @property
    def mirrored(self) -> StudentPosterior:
        """The posterior of the effect with its sign turned."""
        return StudentPosterior(-self.centre, self.scale, self.df)

    @property
    def expected_loss(self) -> float:
        """Mean of max(-effect, 0): what acting as if the effect were positive costs."""
        if self.df <= 1:
            return math.inf
        t = self.centre / self.scale
        density = math.exp(
            math.lgamma((self.df + 1) / 2)
            - math.lgamma(self.df / 2)
            - (self.df + 1) / 2 * math.log1p(t * t / self.df)
        ) / math.sqrt(self.df * math.pi)
        partial = density * (self.df + t * t) / (self.df - 1)
        return self.scale * (partial - t * float(special.stdtr(self.df, -t)))


def student_comparison(
    mean1: float, sd1: float, n1: int, mean2: float, sd2: float, n2: int
) -> StudentPosterior:
    """Return the posterior of mean1 - mean2 under the usual flat prior, variances unknown.

    The Behrens-Fisher posterior is approximated by a t distribution with Welch's degrees of
    freedom.

    Raises
    ------
    Unmeasurable
        For fewer than two rows in an arm, or no variance in either.

    References
    ----------
    A. Gelman et al. (2013), Bayesian Data Analysis, section 3.2.  B. L. Welch (1947),
    Biometrika 34, 28-35.
    """
    if min(n1, n2) < 2:
        raise Unmeasurable(f"arms of {n1} and {n2} rows have no standard deviation")
    first, second = sd1**2 / n1, sd2**2 / n2
    if not first + second > 0:
        raise Unmeasurable("neither arm has any variance")
    df = (first + second) ** 2 / (first**2 / (n1 - 1) + second**2 / (n2 - 1))
    return StudentPosterior(mean1 - mean2, math.sqrt(first + second), df)


def correlated_t(differences: ArrayLike, test_to_train: float) -> StudentPosterior:
    """Return the posterior of the mean difference over folds that share training rows.

    Parameters
    ----------
    differences:
        Shape (J,), at least 2, differing.
    test_to_train:
        Rows in a test fold per row in its training part.

    Raises
    ------
    Unmeasurable
        For fewer than two folds, a value that is not finite, or no variance.

    References
    ----------
    G. Corani and A. Benavoli (2015), Machine Learning 100, 285-304.
    """
    d = sample(differences, least=2, what="posterior over folds")
    sd = float(d.std(ddof=1))
    if not sd > 1e-15 * max(1.0, abs(float(d.mean()))):
        raise Unmeasurable(f"all {d.size} folds differ by the same amount")
    return StudentPosterior(float(d.mean()), sd * math.sqrt(1 / d.size + test_to_train), d.size - 1)


def paired_cells(b: float, c: float) -> float:
    """Return the probability that the first of two classifiers is better on these rows.

    Parameters
    ----------
    b, c:
        Rows that only the first, and only the second, has right.

    Returns
    -------
    float
        P(share > 1/2) with share ~ Beta(b + 1, c + 1).
    """
    if min(b, c) < 0:
        raise ValueError(f"{b} and {c} are no counts")
    return float(special.betaincc(b + 1, c + 1, 0.5))


def sign_posterior(
    differences: ArrayLike,
    rope: float,
    *,
    prior: float = 1.0,
    draws: int = 50_000,
    rng: np.random.Generator,
) -> tuple[float, float, float]:
    """Return how probable it is that most data sets favour the second, neither, or the first.

    Parameters
    ----------
    differences:
        Shape (n,), first minus second per data set.
    rope:
        Half-width of the region of practical equivalence, in the unit of the differences.
    prior:
        Weight of one imagined data set inside the region.
    draws:
        Of the Dirichlet posterior.
    rng:
        Source of chance.

    Returns
    -------
    tuple of float
        Probabilities of left (second better), region, right (first better); they sum to 1.

    References
    ----------
    A. Benavoli, G. Corani, J. Demšar and M. Zaffalon (2017), JMLR 18, 77, section 4.2.
    """
    d = sample(differences, least=1, what="posterior of signs")
    counts = np.array([(d < -rope).sum(), (np.abs(d) <= rope).sum(), (d > rope).sum()], float)
    counts[1] += prior
    drawn = rng.dirichlet(counts + 1e-6, size=draws)
    shares = np.bincount(drawn.argmax(axis=1), minlength=3) / draws
    return float(shares[0]), float(shares[1]), float(shares[2])


def signed_rank_posterior(
    differences: ArrayLike,
    rope: float,
    *,
    prior: float = 0.5,
    draws: int = 20_000,
    rng: np.random.Generator,
) -> tuple[float, float, float]:
    """Return the same three probabilities, taking the size of the differences into account.

    Parameters and return value are those of :func:`sign_posterior`; `prior` is the weight of
    one imagined difference of 0.

    References
    ----------
    A. Benavoli, G. Corani, F. Mangili, M. Zaffalon and F. Ruggeri (2014), ICML 32, 1026-1034.
    A. Benavoli et al. (2017), JMLR 18, 77, section 4.3.
    """
    d = np.r_[0.0, sample(differences, least=1, what="posterior of signed ranks")]
    sums = d[:, None] + d[None, :]
    right, left = (sums > 2 * rope).astype(float), (sums < -2 * rope).astype(float)
    weights = rng.dirichlet(np.r_[prior, np.ones(d.size - 1)], size=draws)
    to_right = np.einsum("si,ij,sj->s", weights, right, weights, optimize=True)
    to_left = np.einsum("si,ij,sj->s", weights, left, weights, optimize=True)
    middle = 1 - to_right - to_left
    winner = np.argmax(np.stack([to_left, middle, to_right]), axis=0)
    shares = np.bincount(winner, minlength=3) / draws
    return float(shares[0]), float(shares[1]), float(shares[2])
