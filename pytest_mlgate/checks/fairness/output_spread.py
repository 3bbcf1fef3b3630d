"""Customers alike get outputs alike."""

from __future__ import annotations

from typing import Annotated

from pytest_mlgate.checks.fairness._presets import Preset, limit_for
from pytest_mlgate.decision import decide
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.numeric import np, pandas
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = "Find which input besides the declared key moves the output, and ask whether it should."


@check("fairness.output-spread", kind=Kind.CONFIG, subjects="keys")
def output_spread(
    subject: str,
    predictions: Predictions,
    *,
    keys: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    output: str = "y_pred",
    limit: Annotated[float, Range(0)] | None = None,
    max_share: Annotated[float, Range(0, 1)] = 0.0,
    min_keys: Annotated[int, Range(1)] = 100,
    preset: Preset | None = None,
) -> Verdict:
    """Rows with the same key have nearly the same output.

    Why
    ---
    Two people who ask for the same thing on the same terms and get prices 40 % apart are
    treated differently for something else.

    Rule
    ----
    A key stands for everything that may legitimately move the output, such as product and
    day.  For keys of at least two rows, (largest - smallest) / median output is at most the
    limit; the share of keys beyond it is at most `max-share`.

    Settings
    --------
    keys : []
        Columns; each is one item, and all rows of one value of it are compared.
    output : "y_pred"
        Column of the price or score.
    limit : 0.10
        Largest spread within a key.
    max-share : 0
        Largest share of keys beyond it.
    min-keys : 100
        Fewer keys with two rows or more are inconclusive.
    preset : none
        Field of use.

    Outcomes
    --------
    FAIL: too many keys beyond the limit.  INCONCLUSIVE: too few keys to look at, or a key
    whose median is not positive.  ERROR: no such column.

    Remedy
    ------
    Find what else moves the output.

    Source
    ------
    C. Dwork et al. (2012), Fairness through awareness, ITCS, 214-226: similar people are
    treated similarly.
    """
    if not subject:
        raise Unmeasurable('no key column is configured: keys = ["product"]')
    values = pandas.Series(predictions.numbers(output)).groupby(predictions.labels(subject))
    table = values.agg(["min", "max", "median", "size"])
    table = table[table["size"] >= 2]
    if len(table) < min_keys and (table["size"] >= 2).sum() < min_keys:
        shown = _beyond(table, limit_for("output-spread", preset, limit, 0.10))
        if not len(table) or not shown.any():
            raise Unmeasurable(
                f"{len(table)} values of {subject} have two rows; at least {min_keys} are needed"
            )
    if (table["median"] <= 0).any():
        raise Unmeasurable(f"a value of {subject} has a median {output} that is not positive")
    most = limit_for("output-spread", preset, limit, 0.10)
    spread = (table["max"] - table["min"]) / table["median"]
    beyond = _beyond(table, most)
    estimate = Estimate(
        name=f"share of {subject} with a spread above {most:g}",
        value=float(beyond.mean()),
        n=len(table),
        limit=Limit("<=", max_share),
    )
    findings = []
    if decide(estimate, Policy.POINT) is Outcome.FAIL:
        findings.append(
            Finding(
                message=f"{int(beyond.sum())} of {len(table)} values of {subject} have outputs "
                f"further apart than {most:.0%} of their median, the widest "
                f"{float(np.max(spread)):.0%}; allowed share {max_share:g}",
                subject=subject,
            )
        )
    return Verdict.of(
        findings,
        passed=f"{len(table)} values of {subject} with two rows or more: widest spread "
        f"{float(np.max(spread)):.1%}, limit {most:.0%}",
        remedy=REMEDY,
        estimates=[estimate],
    )


def _beyond(table: pandas.DataFrame, limit: float) -> pandas.Series:
    # A spread of exactly the limit is inside, whatever the rounding of its division.
    return (table["max"] - table["min"]) > limit * table["median"] * (1 + 1e-12)
