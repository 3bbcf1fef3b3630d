"""What happens later does not change the features of what has happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pytest_mlgate.checks.leakage import _features, _sample, _timeline
from pytest_mlgate.checks.leakage._timeline import Timeline
from pytest_mlgate.errors import InputError, Unmeasurable
from pytest_mlgate.inputs.feature_fn import FeatureFn, FeaturesFailed
from pytest_mlgate.numeric import Array, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

WHERE = "[leakage.future-invariance]"
FEWEST_ROWS = 200
REMEDY = (
    "Compute features from rows up to their own time only: trailing windows, positive shifts, "
    "forward fill, statistics that were fitted on past rows."
)


@check("leakage.future-invariance", kind=Kind.CONFIG, runs_code=True)
def future_invariance(
    feature_fn: FeatureFn,
    sample: Any,
    *,
    time: str = "",
    entity: str = "",
    closed: Literal["right", "left"] = "right",
    known_after: tuple[str, ...] = (),
    cuts: Annotated[int, Range(1)] = 5,
    null_cuts: Annotated[int, Range(0)] = 20,
    keep: tuple[str, ...] = (),
) -> Verdict:
    """Features of past rows stay what they were when later rows become known.

    Why
    ---
    A centred window, a negative shift, a backward fill or a mean over all rows tells the
    model what it cannot know when it is used, and every offline score is too good.

    Rule
    ----
    With t the time of a row and T each of several cuts, in all columns (relative 1e-9, NaN
    equals NaN, dtypes may differ):

    * I1 the features of the rows with t <= T alone equal those that the same rows have among
      all rows;
    * I2 their columns and rows are the same;
    * I3 with ``closed = "left"``: another value of the `known-after` columns in one row does
      not change the features of that row.

    Some cuts are spread over the rows, others lie on rows with a missing value that is known
    later: a backward fill shows nowhere else.  In a column without such a row a few values
    are taken away.  What fills those from later rows is inconclusive, because the sample
    cannot say whether data are ever missing there.

    Settings
    --------
    time : none
        Column with ISO 8601 times or numbers; the rows may be in any order.
    entity : none
        Column with what the rows are about, where a sample holds several series.
    closed : "right"
        ``left`` where a row's own `known-after` values must not be used either.
    known-after : []
        Columns that are known only after the time of their row, such as the target.
        Features of the same names are not judged by I3.
    cuts : 5
        Cuts spread over the rows, and rows tried for I3.
    null-cuts : 20
        Most cuts on rows with missing values.
    keep : []
        Columns from which no values are taken away, such as keys and further times.

    Outcomes
    --------
    FAIL: a difference; each column is a finding with its first cut and row.  INCONCLUSIVE:
    fewer than 200 rows, a missing time, one time only, a column filled from later rows while
    the sample has no null run, features that change on a second call, or rows that nobody
    can match.  NOT_APPLICABLE: no feature function or no sample is configured.  ERROR: no
    such column, settings that contradict each other, or the function raises.

    Remedy
    ------
    Use trailing windows, positive shifts, forward fill, and statistics fitted on past rows.

    Source
    ------
    S. Kaufman, S. Rosset, C. Perlich and O. Stitelman (2012), Leakage in data mining, ACM
    Transactions on Knowledge Discovery from Data 6(4), 15.
    """
    build, frame = FeatureFn.of(feature_fn), _sample.frame_of(sample)
    if not time:
        raise Unmeasurable(f"{WHERE} time names no column, so nobody knows what comes later")
    if (closed == "left") != bool(known_after):
        raise InputError(
            WHERE,
            key="closed",
            found=f"{closed!r} with {len(known_after)} columns in known-after",
            expected='closed = "left" together with the columns that are known afterwards',
        )
    for name, setting in [*((n, "known-after") for n in known_after), *((n, "keep") for n in keep)]:
        _sample.column(frame, name, setting=f"{WHERE} {setting}")
    codes = _sample.order_in_time(frame, time, setting=f"{WHERE} time")
    line = Timeline(codes, _timeline.entities(frame, entity, setting=f"{WHERE} entity"))
    if len(frame) < FEWEST_ROWS:
        raise Unmeasurable(f"the sample has {len(frame)} rows; at least {FEWEST_ROWS} are needed")
    even = line.even_cuts(cuts)
    if not even:
        raise Unmeasurable(f"all rows have the same {time}, so none is later than another")
    inputs = [name for name in frame.columns if name not in {time, entity}]
    on_nulls, unseen = line.null_cuts(frame[inputs], null_cuts)
    trial = _Trial(build, line, frame, sorted({*even, *on_nulls}))
    findings = list(trial.findings())
    if closed == "left":
        findings += _own_values(trial, even, known_after)
    if not any(finding.outcome is Outcome.FAIL for finding in findings):
        findings += _planted(build, line, frame, [n for n in unseen if n not in keep])
    return Verdict.of(
        findings,
        passed=f"{build.path}: {trial.whole.shape[1]} columns of {len(frame)} rows stay the same "
        f"at {len(trial.cuts)} cuts, {len(on_nulls)} of them on missing values, whatever comes "
        f"later{' and whatever is known afterwards' if known_after else ''}",
        remedy=REMEDY,
    )


@dataclass
class _Seen:
    """What is known about one differing column."""

    cut: int
    kept: int
    position: int | None
    times: int = 1


@dataclass
class _Trial:
    """The features of a frame, and of what is left of it at each cut."""

    build: FeatureFn
    line: Timeline
    frame: Any
    cuts: list[int]
    whole: Any = field(init=False)
    order: str = "given"

    def __post_init__(self) -> None:
        self.whole = _features.stable(self.build, self.frame)

    def seen(self) -> dict[str, _Seen]:
        """Return the differing columns, in the order of rows that the function means.

        One that drops the index may keep the order of its input or sort by time.
        """
        rows = np.arange(len(self.frame))
        kept_rows = [self.line.until(cut) for cut in self.cuts]
        parts = [
            _features.part(
                self.build, self.frame, kept, when=f"on the first {len(kept)} rows in time"
            )
            for kept in kept_rows
        ]
        orders = _timeline.ORDERS if not _features.labelled(self.whole, len(rows)) else ("given",)
        first: dict[str, _Seen] | None = None
        for order in self.line.distinct(orders):
            whole = _features.placed(self.build, self.whole, rows, self.line.order(rows, order))
            found: dict[str, _Seen] = {}
            for number, (kept, part) in enumerate(zip(kept_rows, parts, strict=True), start=1):
                past = _features.placed(self.build, part, kept, self.line.order(kept, order))
                expected = whole[whole.index.isin(kept)]
                for name, position in _features.differences(expected, past).items():
                    if name in found:
                        found[name].times += 1
                    else:
                        found[name] = _Seen(number, len(kept), position)
            if not found:
                self.order = order
                return found
            first = found if first is None else first
        return first or {}

    def findings(self) -> list[Finding]:
        """Return one finding for each column that changes with later rows."""
        total = len(self.cuts)
        return [
            Finding(
                message=f"column {name!r} of {self.build.path} "
                + ("changes" if seen.position is not None else "comes and goes, or its rows do,")
                + f" with later rows at {seen.times} of {total} cuts, first at cut {seen.cut} "
                f"(after {seen.kept} of {len(self.frame)} rows){_features.row(seen.position)}",
                rule="I1" if seen.position is not None else "I2",
                subject=name,
                anchor=f"future {name}",
            )
            for name, seen in self.seen().items()
        ]


def _own_values(trial: _Trial, cuts: list[int], known_after: tuple[str, ...]) -> list[Finding]:
    """Return the columns that change with what is known only after their own row."""
    build, frame, rows = trial.build, trial.frame, np.arange(len(trial.frame))
    order = trial.line.order(rows, trial.order)
    whole = _features.placed(build, trial.whole, rows, order)
    tried = [int(trial.line.until(cut)[-1]) for cut in cuts]
    found: dict[str, int] = {}
    for position in tried:
        if position not in whole.index:
            continue
        for upwards in (True, False):
            changed = frame.copy(deep=True)
            for name in known_after:
                changed[name] = _timeline.another(frame[name], position, upwards=upwards)
            features = _features.features(build, changed, when="with another value in one row")
            other = _features.placed(build, features, rows, order)
            own = whole.loc[[position]], other[other.index == position]
            for name in _features.differences(*own):
                if name not in known_after:
                    found.setdefault(name, position)
    return [
        Finding(
            message=f"column {name!r} of {build.path} changes with the row's own value of "
            f"{', '.join(known_after)}, known only afterwards{_features.row(position)}",
            rule="I3",
            subject=name,
            anchor=f"own value {name}",
        )
        for name, position in found.items()
    ]


def _planted(build: FeatureFn, line: Timeline, frame: Any, columns: list[str]) -> list[Finding]:
    """Return the columns that fill, from later rows, values that were taken away."""
    cuts, rows = line.planted_cuts()
    if not columns or not cuts:
        return []
    gaps: Array = np.zeros(len(frame), dtype=bool)
    gaps[rows] = True
    planted = frame.copy(deep=True)
    for name in columns:
        planted[name] = frame[name].mask(gaps)
    try:
        seen = _Trial(build, line, planted, cuts).seen()
    except (FeaturesFailed, Unmeasurable):  # missing values are not taken at all
        return []
    return [
        Finding(
            message=f"column {name!r} of {build.path} fills missing values from later rows, and "
            "the sample has no null run to show whether any are missing",
            outcome=Outcome.INCONCLUSIVE,
            rule="I1",
            subject=name,
            remedy="Give a sample with missing values, or fill forwards; name in `keep` columns "
            "that never have any.",
            anchor=f"planted {name}",
        )
        for name in seen
    ]
