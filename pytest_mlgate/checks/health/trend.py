"""Where the health score is going."""

from __future__ import annotations

from typing import Annotated

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.health_history import HealthHistory
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.trend import Forecast, Slope, forecast, mann_kendall, theil_sen
from pytest_mlgate.verdict import Estimate, Limit, Outcome, Series, Verdict

_AHEAD = 30
_CONFIDENCE = 0.95


@check("health.trend", kind=Kind.EVIDENCE)
def trend(
    health_history: HealthHistory,
    *,
    min_n: Annotated[int, Range(3)] = 8,
    fail_slope: Annotated[float, Range(highest=0)] = -0.5,
    warn_slope: Annotated[float, Range(highest=0)] = -0.1,
    minimum: Annotated[float, Range(0, 100)] = 60.0,
) -> Verdict:
    """The health score does not fall from week to week.

    Why
    ---
    A score that passes today and loses a point every other day fails in a month, and nobody
    remembers which of the many small steps to take back.

    Rule
    ----
    Of each day the last record counts.  The slope is the median of the slopes of all pairs of
    days (Theil and Sen) with a 95 % interval; the p-value against any trend is Mann and
    Kendall's.  The value in 30 days is that of the least-squares line, with the interval
    for one new value, f -+ t(n-2) s sqrt(1 + 1/n + (x - mean)^2 / Sxx).

    Settings
    --------
    min-n : 8
        Fewest days that are judged.
    fail-slope : -0.5
        Points a day; a slope at or below it fails when the upper bound is below `warn-slope`.
    warn-slope : -0.1
        Points a day; a slope at or below it warns when the upper bound is below 0.
    minimum : 60
        Score that the lower bound of the forecast should not cross.

    Outcomes
    --------
    FAIL and WARN as above; WARN as well when the lower bound of the forecast is below
    `minimum`.  INCONCLUSIVE with fewer days, or when a record says that another preset made it.
    ERROR for a broken line.  NOT_APPLICABLE without a history.

    Remedy
    ------
    Look at the categories in the history: the one that fell most comes first.

    Source
    ------
    P. K. Sen (1968), J. Am. Stat. Assoc. 63, 1379-1389; H. B. Mann (1945), Econometrica 13,
    245-259; N. R. Draper and H. Smith (1998), Applied Regression Analysis, for the forecast.
    """
    days = health_history.days
    if len({record.preset for record in days}) > 1:
        presets = ", ".join(sorted({record.preset or "none" for record in days}))
        raise Unmeasurable(f"the records are of different presets ({presets}) and do not compare")
    history = Series(
        name="health score",
        points=tuple((record.day.isoformat(), record.total) for record in days),
        unit="points",
        limit=Limit(">=", minimum),
    )
    if len(days) < min_n:
        return Verdict(
            outcome=Outcome.INCONCLUSIVE,
            summary=f"scores of {len(days)} days, of {min_n} that it takes to see a trend",
            series=(history,),
        )
    times = [record.day.toordinal() for record in days]
    totals = [record.total for record in days]
    slope = theil_sen(times, totals, confidence=_CONFIDENCE)
    coming = forecast(times, totals, times[-1] + _AHEAD, confidence=_CONFIDENCE)
    p = mann_kendall(times, totals)
    outcome = Outcome.PASS
    if slope.value <= fail_slope and slope.upper < warn_slope:
        outcome = Outcome.FAIL
    elif (slope.value <= warn_slope and slope.upper < 0) or coming.lower < minimum:
        outcome = Outcome.WARN
    return Verdict(
        outcome=outcome,
        summary=f"{slope.value:+.2f} points a day (95 % interval {slope.lower:+.2f} to "
        f"{slope.upper:+.2f}, Mann-Kendall p = {p:.3g}) over {len(days)} days; in {_AHEAD} days "
        f"{coming.value:.1f} ({coming.lower:.1f} to {coming.upper:.1f})",
        estimates=_estimates(slope, coming, len(days), fail_slope, minimum),
        remedy=""
        if outcome is Outcome.PASS
        else "Look at the categories in the history: the one that fell most comes first.",
        series=(history,),
    )


def _estimates(
    slope: Slope, coming: Forecast, n: int, fail_slope: float, minimum: float
) -> tuple[Estimate, ...]:
    return (
        Estimate(
            name="slope",
            value=slope.value,
            lower=slope.lower,
            upper=slope.upper,
            n=n,
            confidence=_CONFIDENCE,
            unit="points a day",
            method="Theil-Sen",
            limit=Limit(">", fail_slope),
        ),
        Estimate(
            name=f"score in {_AHEAD} days",
            value=coming.value,
            lower=coming.lower,
            upper=coming.upper,
            n=n,
            confidence=_CONFIDENCE,
            method="prediction interval of a line",
            limit=Limit(">=", minimum),
        ),
    )
