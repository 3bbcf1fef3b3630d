"""Rows to groups: missing values, bins of numbers, small and excluded groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pytest_mlgate.errors import InputError, Unmeasurable, nearest
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.sensitive import Sensitive, attribute
from pytest_mlgate.numeric import Array, BoolArray, FloatArray, IntArray, np
from pytest_mlgate.stats.groups import Rates, group_rates
from pytest_mlgate.verdict import Finding, Outcome

MISSING = "(missing)"
OTHER = "(other)"
MOST_LEVELS = 20
"""A number with more distinct values than this is no category by itself."""

MOST_GROUPS = 100
"""A text with more distinct values is an id or a name and makes no groups; none is shown."""

Bins = Mapping[str, tuple[float, ...]]


@dataclass(frozen=True)
class Groups:
    """The groups of one attribute.

    Parameters
    ----------
    attribute:
        Its name.
    names:
        One per group, in an order that does not depend on that of the rows.
    codes:
        Number of the group of each row, -1 for a row that is left out on purpose.
    rows:
        Rows of each group.
    pooled:
        Small groups that make up ``(other)``.
    excluded:
        Groups left out on purpose -> reason.
    """

    attribute: str
    names: tuple[str, ...]
    codes: IntArray
    rows: IntArray
    pooled: tuple[str, ...] = ()
    excluded: Mapping[str, str] | None = None

    @property
    def k(self) -> int:
        """Number of groups."""
        return len(self.names)

    def notes(self) -> list[Finding]:
        """Say what was missing, pooled or left out: nothing of it is dropped in silence."""
        said = []
        if MISSING in self.names:
            n = int(self.rows[self.names.index(MISSING)])
            said.append(f"{n} rows have no {self.attribute}: they are the group {MISSING}")
        if self.pooled:
            said.append(f"{', '.join(self.pooled)} are pooled as {OTHER}")
        for name, reason in (self.excluded or {}).items():
            said.append(f"{name} is left out: {reason}")
        return [
            Finding(message=text, outcome=Outcome.PASS, subject=self.attribute) for text in said
        ]

    def rates(
        self, flags: Array, predictions: Predictions, among: BoolArray | None = None
    ) -> Rates:
        """Count a flag per group, among some rows only if asked, with weights and clusters."""
        codes = self.codes if among is None else np.where(among, self.codes, -1)
        return group_rates(
            codes, flags, self.k, weights=predictions.weights, clusters=predictions.clusters
        )


def groups_of(
    predictions: Predictions,
    sensitive: Sensitive | None,
    name: str,
    *,
    bins: Bins | None = None,
    min_group: int = 1,
    pool_small: bool = False,
    exclude: Mapping[str, str] | None = None,
) -> Groups:
    """Return the groups of one attribute.

    Parameters
    ----------
    predictions, sensitive:
        Where the attribute stands.
    name:
        The attribute.
    bins:
        Attribute -> ascending edges, for numbers.
    min_group:
        Groups with fewer rows are small.
    pool_small:
        Whether small groups become one.
    exclude:
        ``"attribute=group"`` -> why the group is left out.

    Raises
    ------
    InputError
        If the attribute is nowhere, is a number without bins, or an excluded group does not
        exist.
    Unmeasurable
        If no row is left.
    """
    values = attribute(predictions, sensitive, name)
    labels = _labels(values, name, (bins or {}).get(name))
    names = _ordered(labels)
    place = {label: i for i, label in enumerate(names)}
    codes: IntArray = np.array([place[label] for label in labels], dtype=np.int64)
    excluded = _excluded(name, names, exclude)
    out = [place[label] for label in excluded]
    codes = np.where(np.isin(codes, out), -1, codes)
    pooled: tuple[str, ...] = ()
    if pool_small:
        rows = np.bincount(codes[codes >= 0], minlength=len(names))
        small = [i for i, n in enumerate(rows) if 0 < n < min_group]
        if small:
            pooled = tuple(names[i] for i in small)
            codes = np.where(np.isin(codes, small), len(names), codes)
            names = [*names, OTHER]
    return _compact(name, names, codes, pooled, excluded)


def _compact(
    name: str,
    names: Sequence[str],
    codes: IntArray,
    pooled: tuple[str, ...],
    excluded: Mapping[str, str],
) -> Groups:
    """Renumber, so that every group has rows."""
    rows = np.bincount(codes[codes >= 0], minlength=len(names))
    kept = np.flatnonzero(rows)
    if not kept.size:
        raise Unmeasurable(f"no row is left to compare by {name}")
    renumbered = np.full(len(names) + 1, -1)  # the last place is that of -1
    renumbered[kept] = np.arange(kept.size)
    return Groups(
        name, tuple(names[int(i)] for i in kept), renumbered[codes], rows[kept], pooled, excluded
    )


def _labels(values: Array, name: str, edges: tuple[float, ...] | None) -> list[str]:
    present = [value for value in values if value is not None]
    numeric = bool(present) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in present
    )
    if edges is not None:
        if not numeric:
            raise InputError(
                "bins", key=name, found="values that are no numbers", expected="a numeric column"
            )
        if not edges or list(edges) != sorted(set(edges)):
            raise InputError(
                "bins", key=name, found=f"the edges {list(edges)}", expected="ascending numbers"
            )
        return [MISSING if v is None else _bin(float(v), edges) for v in values]
    if numeric and len(set(present)) > MOST_LEVELS:
        raise InputError(
            "bins",
            key=name,
            found=f"a number with {len(set(present))} distinct values and no bins",
            expected=f"the edges of its groups, such as bins = {{{name} = [25, 40, 60]}}",
        )
    if len(set(map(str, present))) > MOST_GROUPS:
        raise InputError(
            "attributes",
            key=name,
            found=f"{len(set(map(str, present)))} distinct values",
            expected=f"an attribute that makes at most {MOST_GROUPS} groups",
        )
    return [MISSING if v is None else _text(v) for v in values]


def _text(value: object) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value)  # type: ignore[call-overload]


def _bin(value: float, edges: tuple[float, ...]) -> str:
    if value < edges[0]:
        return f"below {edges[0]:g}"
    if value >= edges[-1]:
        return f"{edges[-1]:g} and above"
    upper = next(i for i, edge in enumerate(edges) if value < edge)
    return f"{edges[upper - 1]:g} to below {edges[upper]:g}"


def _ordered(labels: Sequence[str]) -> list[str]:
    def key(label: str) -> tuple[int, float, str]:
        head = label.removeprefix("below ").partition(" ")[0]
        try:
            number = float(head)
        except ValueError:
            return (2 if label == MISSING else 1), 0.0, label
        return 0, number - (0.5 if label.startswith("below") else 0), label

    return sorted(set(labels), key=key)


def _excluded(name: str, names: Sequence[str], exclude: Mapping[str, str] | None) -> dict[str, str]:
    chosen = {}
    for key, reason in (exclude or {}).items():
        column, _, group = key.partition("=")
        if not group:
            raise InputError(
                "exclude", key=key, found="no group", expected='"attribute=group" = "reason"'
            )
        if column != name:
            continue
        if group not in names:
            raise InputError(
                "exclude",
                key=key,
                found="no such group",
                expected=f"one of {', '.join(names)}{nearest(group, names)}",
            )
        if not reason.strip():
            raise InputError("exclude", key=key, found="no reason", expected="why it is left out")
        chosen[group] = reason
    return chosen


def score_in_range(scores: FloatArray, source: str) -> FloatArray:
    """Return scores that are probabilities."""
    if (scores < 0).any() or (scores > 1).any():
        raise InputError(
            source, key="score", found="a score outside 0 to 1", expected="probabilities"
        )
    return scores
