"""No feature is called like the outcome or the future."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pytest_mlgate.checks.leakage._words import holds, words
from pytest_mlgate.errors import InputAbsent, Unmeasurable
from pytest_mlgate.inputs._table import Table
from pytest_mlgate.inputs.feature_names import FeatureNames
from pytest_mlgate.inputs.features import Features
from pytest_mlgate.inputs.roles import Roles
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

LATE: Mapping[str, tuple[str, ...]] = {
    "after": ("after",),
    "post": ("post",),
    "future": ("future",),
    "outcome": ("outcome", "outcomes"),
    "result": ("result", "results"),
    "follow-up": ("follow up", "follow ups", "followup", "followups"),
    "discharge": ("discharge", "discharged", "discharges"),
    "readmit": ("readmit", "readmits", "readmitted", "readmission", "readmissions"),
    "cancelled": ("cancelled", "canceled", "cancellation", "cancellations"),
    "closed": ("closed",),
    "refund": ("refund", "refunds", "refunded"),
    "chargeback": ("chargeback", "chargebacks", "charge back", "charge backs"),
}
"""Words of the outcome and of what comes after it, with their forms."""
HARMLESS = (("post", "code"), ("post", "codes"), ("post", "office"))
"""Words in a row in which such a word means something else."""
GENERIC = frozenset({
    "amount", "and", "class", "code", "count", "date", "day", "days", "flag", "for", "from", "has",
    "hour", "hours", "id", "in", "is", "label", "month", "months", "no", "not", "num", "number",
    "of", "per", "percent", "rate", "score", "target", "than", "the", "time", "to", "total", "type",
    "value", "was", "week", "weeks", "will", "with", "year", "years",
})  # fmt: skip
"""Words of a target's name that say nothing about it."""
REMEDY = (
    "Ask when the feature becomes known: take it out if that is at or after the outcome, else "
    "list it in `allowed` with the reason, or give it `waive_names` in features.yaml."
)


@check("leakage.feature-names", kind=Kind.EVIDENCE)
def feature_names(
    roles: Roles,
    feature_names: FeatureNames | None = None,
    train: Table | None = None,
    features: Features | None = None,
    *,
    allowed: dict[str, str] | None = None,
    further: tuple[str, ...] = (),
) -> Verdict:
    """No feature is called like the outcome or the future.

    Why
    ---
    The name often says what nobody asked: `days_to_discharge` is not known at admission.

    Rule
    ----
    Names are cut into words at underscores, hyphens, spaces, digits and capital letters, and
    whole words are compared: ``num_follow-up`` and ``postDischarge`` are found,
    ``postal_code`` and ``posts`` are not.

    * ``target``: no feature has the target's name, alone or with a suffix
      (``churn`` and ``churn_score_2``), however it is written,
    * ``word``: no name holds a word of the outcome or the future (after, post, future, outcome,
      result, follow-up, discharge, readmit, cancelled, closed, refund, chargeback, and
      their forms), a word of the target's name, or one of `further`.

    Of the target's name short and general words (is, flag, class, days) do not count; where it
    has no other word, a suffix is only a warning.

    A name proves nothing, and a good one less: ``total_medications`` of a whole stay passes.
    The check is no evidence on its own; run target-proxy beside it.

    The names are those of `feature-names`, else of the columns of the training rows that have
    no other role.  A feature with the reason `waive_names` in `features.yaml` is allowed as well.

    Settings
    --------
    allowed : {}
        Name of a feature -> why it is known in time.
    further : []
        Further words, or words in a row such as "claim paid".

    Outcomes
    --------
    FAIL: the target's name, alone or with a suffix.  WARN: a word.  INCONCLUSIVE: the inputs
    have no names.  NOT_APPLICABLE: neither names nor training rows.

    Remedy
    ------
    Take out what is known too late; give a reason for what is not.

    Source
    ------
    S. Kaufman, S. Rosset, C. Perlich and O. Stitelman (2012), Leakage in data mining, ACM
    Trans. Knowl. Discov. Data 6(4).  The words are a convention of this project.
    """
    names = _names(roles, feature_names, train)
    excused = {name for name, reason in (allowed or {}).items() if reason.strip()}
    if features is not None:
        excused |= {item.name for item in features.items if item.waive_names}
    excused &= set(names)
    late = [(word, words(form)) for word, forms in LATE.items() for form in forms]
    late += [(phrase, words(phrase)) for phrase in further if words(phrase)]
    target = words(roles.target or "")
    findings = [
        finding
        for name in names
        if name not in excused and (finding := _finding(name, target, roles.target, late))
    ]
    reasons = f", {len(excused)} allowed with a reason" if excused else ""
    return Verdict.of(
        findings,
        passed=f"none of {len(names)} features is called like the outcome or the future{reasons}; "
        "a name alone is no evidence",
        remedy=REMEDY,
    )


def _names(
    roles: Roles, feature_names: FeatureNames | None, train: Table | None
) -> tuple[str, ...]:
    if feature_names is None and train is None:
        raise InputAbsent(
            "no names of features: neither [inputs.feature-names] nor [inputs.train] names any"
        )
    names = feature_names.names if feature_names is not None else ()
    if not names and train is not None:
        names = roles.features(train.columns)
    if not names:
        raise Unmeasurable("the features have no names")
    return tuple(dict.fromkeys(names))


def _finding(
    name: str,
    target: tuple[str, ...],
    called: str | None,
    late: Sequence[tuple[str, tuple[str, ...]]],
) -> Finding | None:
    own = words(name)
    telling = [word for word in target if len(word) > 2 and word not in GENERIC]
    if target and own[: len(target)] == target:
        exact = len(own) == len(target)
        return Finding(
            message=f"the feature {name!r} is called like the target {called!r}"
            + ("" if exact else ", with a suffix"),
            outcome=Outcome.FAIL if exact or telling else Outcome.WARN,
            rule="target",
            subject=name,
        )
    rest = _without_harmless(own)
    for word, form in late:
        if holds(rest, form):
            return _warning(name, f"reads as {word}, which may be known too late")
    for word in telling:
        if word in own:
            return _warning(name, f"holds {word}, a word of the target {called!r}")
    return None


def _warning(name: str, what: str) -> Finding:
    return Finding(
        message=f"the feature {name!r} {what}", outcome=Outcome.WARN, rule="word", subject=name
    )


def _without_harmless(own: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with a gap where a harmless phrase stands."""
    kept = list(own)
    for phrase in HARMLESS:
        for i in range(len(own) - len(phrase) + 1):
            if own[i : i + len(phrase)] == phrase:
                kept[i : i + len(phrase)] = [""] * len(phrase)
    return tuple(kept)
