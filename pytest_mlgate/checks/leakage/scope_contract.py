"""A feature depends on the rows that its scope allows, and on no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pytest_mlgate.checks.leakage import _features, _sample
from pytest_mlgate.errors import InputError, Unmeasurable, nearest
from pytest_mlgate.inputs.feature_fn import FeatureFn
from pytest_mlgate.inputs.verdicts import Verdicts
from pytest_mlgate.numeric import Array, np, pandas
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

WHERE = "[leakage.scope-contract]"
MOST_GROUPS = 20
REMEDY = (
    "Group before shifting, rolling or aggregating, take statistics over all rows from an object "
    "that was fitted on training rows, or declare the scope that the feature has."
)


@check("leakage.scope-contract", kind=Kind.CONFIG, runs_code=True)
def scope_contract(
    feature_fn: FeatureFn,
    sample: Any,
    verdicts: Verdicts | None = None,
    *,
    row: tuple[str, ...] = (),
    group: tuple[str, ...] = (),
    global_: tuple[str, ...] = (),
    group_column: str = "",
    rows: Annotated[int, Range(2)] = 200,
    keep: tuple[str, ...] = (),
    seed: Annotated[int, Range(0)] = 0,
) -> Verdict:
    """Each feature looks only at the rows that its declared scope allows.

    Why
    ---
    A lag without its group by reads the last value of another customer, and a feature that
    was declared to need its own row is computed otherwise when one row is served.

    Rule
    ----
    Values are compared with relative 1e-9; NaN equals NaN, and dtypes may differ.  The
    function keeps the index or the order of the rows.

    * C1 a row feature of one row alone is what it is among all rows, and
    * C2 what it is with the rows in another order;
    * C3 a group feature stays the same when all other groups are removed, and when their
      values are permuted and their numbers multiplied by 10;
    * C4 a global feature obeys C1, because what it knows about all rows comes from an object
      that was fitted before, and ``leakage.fit-scope`` passes in the same gate;
    * C5 every feature has a scope.  A column that is handed through unchanged needs none.

    Settings
    --------
    row : []
        Features of their own row.
    group : []
        Features of the rows of their group.
    global : []
        Features that use statistics over all rows.
    group-column : none
        Column of the sample that says which group a row belongs to.
    rows : 200
        Rows tried alone, spread over the sample.
    keep : []
        Columns that C3 leaves as they are, such as keys and times.
    seed : 0
        Of the shuffle, which is a generator of its own.

    Outcomes
    --------
    FAIL: a feature breaks its contract, or is global while ``leakage.fit-scope`` fails or is
    not part of the gate.  INCONCLUSIVE: a feature without scope, fewer than two rows or
    groups, features that change on a second call, rows that nobody can match, or global
    features while ``leakage.fit-scope`` cannot tell.  NOT_APPLICABLE: no feature function or
    no sample is configured.  ERROR: no such feature or column, a feature with two scopes, or
    the function raises.

    Remedy
    ------
    Group before shifting or aggregating, fit on training rows, or declare the true scope.

    Source
    ------
    S. Kaufman, S. Rosset, C. Perlich and O. Stitelman (2012), Leakage in data mining, ACM
    Transactions on Knowledge Discovery from Data 6(4), 15.
    """
    build, frame = FeatureFn.of(feature_fn), _sample.frame_of(sample)
    _once(row, group, global_)
    if group and not group_column:
        raise InputError(
            WHERE,
            key="group-column",
            found="none",
            expected="the column that says which group a row belongs to",
        )
    codes = _groups(frame, group_column)
    for name in keep:
        _sample.column(frame, name, setting=f"{WHERE} keep")
    if len(frame) < 2:
        raise Unmeasurable(f"the sample has {len(frame)} rows; at least 2 are needed")
    trial = _Trial.of(build, frame)
    for name in (*row, *group, *global_):
        if name not in trial.whole.columns:
            raise InputError(
                WHERE,
                key=name,
                found=f"no such feature of {build.path}",
                expected=f"a column that it returns{nearest(name, trial.whole.columns)}",
            )
    findings = [*trial.undeclared({*row, *group, *global_})]
    if row or global_:
        findings += trial.alone(row, global_, rows)
    if row:
        findings += trial.shuffled(row, seed)
    if group:
        findings += trial.isolated(group, codes, {group_column, *keep}, seed)
    findings += [*_covered(global_, verdicts, {f.subject for f in findings})]
    return Verdict.of(
        findings,
        passed=f"{build.path}: {len(row)} row, {len(group)} group and {len(global_)} global "
        f"features keep to their scope on {len(frame)} rows",
        remedy=REMEDY,
    )


def _once(*scopes: tuple[str, ...]) -> None:
    named = [name for scope in scopes for name in set(scope)]
    for name in named:
        if named.count(name) > 1:
            raise InputError(WHERE, key=name, found="more than one scope", expected="one")


def _groups(frame: Any, name: str) -> Array:
    if not name:
        return np.zeros(len(frame), dtype=int)
    values = _sample.column(frame, name, setting=f"{WHERE} group-column")
    codes: Array = pandas.factorize(values, use_na_sentinel=False)[0]
    return codes


@dataclass(frozen=True)
class _Trial:
    """The features of the whole sample, and how they compare with those of other ones."""

    build: FeatureFn
    frame: Any
    whole: Any

    @classmethod
    def of(cls, build: FeatureFn, frame: Any) -> _Trial:
        whole = _features.stable(build, frame)
        return cls(build, frame, _features.placed(build, whole, np.arange(len(frame))))

    def undeclared(self, declared: set[str]) -> Iterator[Finding]:
        """Yield the features without a scope."""
        for name in self.whole.columns:
            if name in declared:
                continue
            if name in self.frame.columns:
                given = self.frame.loc[self.whole.index, [name]]
                if not _features.differences(given, self.whole[[name]]):
                    continue
            yield Finding(
                message=f"feature {name!r} of {self.build.path} has no declared scope",
                outcome=Outcome.INCONCLUSIVE,
                rule="C5",
                subject=name,
                remedy=f"Name it in row, group or global of {WHERE}.",
                anchor=f"scope {name}",
            )

    def alone(self, row: tuple[str, ...], fitted: tuple[str, ...], most: int) -> list[Finding]:
        """Compare rows among all with the same rows alone."""
        seen: dict[str, tuple[int, int]] = {}
        chosen = _sample.spread(range(len(self.frame)), most)
        for position in chosen:
            for name in self._differing(np.array([position]), (*row, *fitted), "on one row alone"):
                first, times = seen.get(name, (position, 0))
                seen[name] = first, times + 1
        return [
            Finding(
                message=f"{'row' if name in row else 'global'} feature {name!r} of "
                f"{self.build.path} is another one for {times} of {len(chosen)} rows when they "
                f"are alone{_features.row(first)}"
                + ("" if name in row else ": it comes from the rows at hand, not from a fit"),
                rule="C1" if name in row else "C4",
                subject=name,
                anchor=f"alone {name}",
            )
            for name, (first, times) in seen.items()
        ]

    def shuffled(self, row: tuple[str, ...], seed: int) -> list[Finding]:
        """Compare features with the rows in another order."""
        order = np.random.default_rng(seed).permutation(len(self.frame))
        findings: list[Finding] = []
        for rows, how in ((order, "shuffled"), (np.arange(len(self.frame))[::-1], "backwards")):
            for name in self._differing(rows, row, f"with the rows {how}"):
                if name not in {finding.subject for finding in findings}:
                    findings.append(
                        Finding(
                            message=f"row feature {name!r} of {self.build.path} changes with the "
                            f"rows {how}",
                            rule="C2",
                            subject=name,
                            anchor=f"order {name}",
                        )
                    )
        return findings

    def isolated(
        self, features: tuple[str, ...], codes: Array, kept: set[str], seed: int
    ) -> list[Finding]:
        """Remove all groups but one, and disturb half of them for the sake of the others."""
        groups = np.unique(codes)
        if len(groups) < 2:
            raise Unmeasurable("the sample has one group only, so none is isolated from another")
        found: dict[str, str] = {}
        for number in _sample.spread(groups, MOST_GROUPS):
            rows = np.flatnonzero(codes == number)
            for name in self._differing(rows, features, "on the rows of one group"):
                found.setdefault(name, "when all other groups are removed")
        columns = [name for name in self.frame.columns if name not in kept]
        for odd in (True, False):
            others = (codes % 2 == 1) == odd
            frame = _sample.disturbed(
                self.frame, np.flatnonzero(others), permuted=columns, scaled=columns, seed=seed
            )
            when = "with the rows of other groups disturbed"
            features_of = _features.features(self.build, frame, when=when)
            other = _features.placed(self.build, features_of, np.arange(len(frame)))
            for name in self._compared(np.flatnonzero(~others), other, features):
                found.setdefault(name, "when the values of other groups change")
        return [
            Finding(
                message=f"group feature {name!r} of {self.build.path} changes {how}",
                rule="C3",
                subject=name,
                anchor=f"group {name}",
            )
            for name, how in found.items()
        ]

    def _differing(self, rows: Array, names: tuple[str, ...], when: str) -> list[str]:
        part = _features.part(self.build, self.frame, rows, when=when)
        return self._compared(rows, _features.placed(self.build, part, rows), names)

    def _compared(self, rows: Array, other: Any, names: tuple[str, ...]) -> list[str]:
        """Return those of the features that are others in some of the rows."""
        ours = self.whole.loc[self.whole.index.isin(rows), list(names)]
        theirs = other.loc[other.index.isin(rows), [n for n in names if n in other.columns]]
        return list(_features.differences(ours, theirs))


def _covered(
    names: tuple[str, ...], verdicts: Verdicts | None, known: set[str]
) -> Iterator[Finding]:
    """Yield what the check of fits says about the object behind global features."""
    other = "leakage.fit-scope"
    found = verdicts.get(other) if names and verdicts is not None else None
    outcome = Outcome.NOT_APPLICABLE if found is None else found.outcome
    if outcome in {Outcome.PASS, Outcome.WARN}:
        return
    unclear = outcome in {Outcome.INCONCLUSIVE, Outcome.ERROR}
    absent = outcome is Outcome.NOT_APPLICABLE
    for name in names:
        if name not in known:
            why = "no fitted object is checked" if absent else f"it ends with {outcome.value}"
            yield Finding(
                message=f"global feature {name!r} is not covered by {other}: {why}",
                outcome=Outcome.INCONCLUSIVE if unclear else Outcome.FAIL,
                rule="C4",
                subject=name,
                remedy=f"Give [inputs.fit-fn] path and [{other}], and make it pass.",
                anchor=f"fit {name}",
            )
