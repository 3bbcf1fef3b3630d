"""No row of the test part is among the training rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pytest_mlgate.checks.leakage._text_copies import ROWS, near_copies
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs._row_keys import DIGITS, HASH, hashed, kinds_of
from pytest_mlgate.inputs._rows import in_memory
from pytest_mlgate.inputs._table import Table, nw
from pytest_mlgate.inputs.parts import Parts
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

NEAR_DIGITS = 6
REMEDY = (
    "Remove the repeated rows before the data are divided, or divide by what repeats (a group "
    "split)."
)


@check("leakage.row-overlap", kind=Kind.EVIDENCE, blocker=True)
def row_overlap(
    parts: Parts,
    *,
    max_repeats: Annotated[float, Range(0, 1)] = 0.01,
    near_duplicates: bool = True,
    text: tuple[str, ...] = (),
) -> Verdict:
    """No row of the test part is among the training rows.

    Why
    ---
    A model is not tested by a row that it has seen: it may have learned the answer by heart.

    Rule
    ----
    For every pair of parts (train, validation, test, and the champion's training rows against
    the shared test rows)

    * no value of the key (`[inputs.roles] key`) is in both,
    * no row is in both, compared by a 64-bit hash of all feature columns without key, time and
      group; floats count to 12 significant digits, text after trimming and Unicode NFC, and a
      missing value equals a missing value,
    * no row is in both when floats count to 6 significant digits (near-duplicates),
    * no text of the columns that `text` names has nine tenths of its character 5-grams in common
      with one text of the other part (Jaccard, found by MinHash and computed exactly; case and
      spaces do not count).  Texts of fewer than 20 different 5-grams agree by nature.

    Features that are so coarse that many rows agree by nature prove nothing: where more than
    `max-repeats` of the training rows repeat another training row, equal features are a
    warning.  A record of the split has keys only.

    Tables are compared in their own engine; files are scanned and never loaded whole.  Only texts
    are held in memory: of each part at most 100000 rows, a seeded sample of larger ones.

    Settings
    --------
    max-repeats : 0.01
        Share of repeated rows in the training part above which equal features only warn.
    near-duplicates : true
        Whether near-duplicates are looked for, which takes a second scan.
    text : []
        Columns of text in which near copies are looked for.

    Outcomes
    --------
    FAIL: a shared key, or a shared row.  WARN: near-duplicates, near copies of text, or shared
    rows of coarse features.  INCONCLUSIVE: a part has no rows, there is neither key nor feature,
    or so many rows that texts were sampled.  NOT_APPLICABLE: fewer than two parts.  ERROR: a
    table cannot be read, or a column has different types in two parts.

    Remedy
    ------
    Remove repeated rows before the split, or split by group.

    Source
    ------
    Kapoor and Narayanan (2023), Leakage and the reproducibility crisis in machine-learning-based
    science, Patterns 4(9), L1.4: duplicates.
    """
    pairs = list(parts.pairs)
    if not pairs:
        return Verdict.not_applicable(f"there is one part only ({', '.join(parts.tables)})")
    findings: list[Finding] = []
    estimates: list[Estimate] = []
    compared: list[str] = []
    for one, two in pairs:
        result = _compare(parts, one, two, near=near_duplicates)
        findings += _findings(parts, one, two, result, max_repeats)
        estimates += _estimates(parts, one, two, result)
        for column in text:
            findings += _of_text(parts, one, two, column, estimates)
        compared.append(f"{one} ({parts[one].n} rows) and {two} ({parts[two].n})")
    return Verdict.of(
        findings,
        passed=f"no row is shared by {'; '.join(compared)}",
        remedy=REMEDY,
        estimates=estimates,
    )


@dataclass(frozen=True)
class _Shared:
    """How many rows of the second part are in the first; ``None`` where it was not looked at."""

    keys: int | None = None
    rows: int | None = None
    near: int | None = None
    repeats: float = 0.0


def _compare(parts: Parts, one: str, two: str, *, near: bool) -> _Shared:
    left, right = parts[one], parts[two]
    for name in (one, two):
        if parts[name].n == 0:
            raise Unmeasurable(f"the part {name} ({parts[name].source}) has no rows")
    key = parts.roles.key
    keys = None
    if key:
        for table in (left, right):
            table.require(key, "[inputs.roles] key")
        kinds = kinds_of(left, right, key)
        keys = _shared(hashed(left, key, kinds, digits=17), right, key, kinds, 17)
    columns = features_of(parts, left, right)
    if not columns:
        if keys is None:
            raise Unmeasurable(f"{one} and {two} have neither a key nor a feature in common")
        return _Shared(keys)
    kinds = kinds_of(left, right, columns)
    hashes = hashed(left, columns, kinds, digits=DIGITS)
    rows = _shared(hashes, right, columns, kinds, DIGITS)
    repeats = 0.0
    if rows:
        distinct = left.value(nw.col(HASH).n_unique(), hashes)
        repeats = 1 - distinct / left.n
    close = None
    if near and "float" in kinds.values():
        coarse = hashed(left, columns, kinds, digits=NEAR_DIGITS)
        close = _shared(coarse, right, columns, kinds, NEAR_DIGITS) - rows
    return _Shared(keys, rows, close, repeats)


def features_of(parts: Parts, left: Table, right: Table) -> tuple[str, ...]:
    """Return the feature columns of two parts; the target is what a copy may disagree on."""
    if parts.recorded:
        return ()
    shared = [column for column in left.columns if column in right.schema]
    return parts.roles.features(tuple(shared))


def _shared(hashes: Any, right: Table, columns: Any, kinds: Any, digits: int) -> int:
    """Return the number of rows of the right table whose hash is among those of the left."""
    others = hashed(right, columns, kinds, digits=digits)
    # The smaller side is kept in memory and the larger one streams past it.
    found = hashes.join(others, on=HASH, how="semi")
    return int(right.value(nw.len(), others.join(found, on=HASH, how="semi")))


def _findings(
    parts: Parts, one: str, two: str, shared: _Shared, max_repeats: float
) -> Iterator[Finding]:
    n = parts[two].n
    subject = f"{one}/{two}"
    if shared.keys:
        key = ", ".join(parts.roles.key)
        yield Finding(
            message=f"{shared.keys} of {n} rows of {two} have a key ({key}) that {one} has as well",
            rule="key",
            subject=subject,
        )
    if shared.rows:
        coarse = shared.repeats > max_repeats
        why = (
            f"; {shared.repeats:.1%} of the rows of {one} repeat another one, so that features "
            f"this coarse prove nothing"
            if coarse
            else ""
        )
        yield Finding(
            message=f"{shared.rows} of {n} rows of {two} are in {one} with all their features{why}",
            rule="row",
            subject=subject,
            outcome=Outcome.WARN if coarse else Outcome.FAIL,
        )
    if shared.near:
        yield Finding(
            message=f"{shared.near} more rows of {two} agree with a row of {one} to "
            f"{NEAR_DIGITS} digits",
            rule="near",
            subject=subject,
            outcome=Outcome.WARN,
        )


def _of_text(
    parts: Parts, one: str, two: str, column: str, estimates: list[Estimate]
) -> Iterator[Finding]:
    """Yield near copies of the texts of one column, and add their number to the estimates."""
    texts = []
    for name in (one, two):
        parts[name].require((column,), "[leakage.row-overlap] text")
        texts.append(in_memory(parts[name], (column,), rows=ROWS)[column].tolist())
    copies = int(near_copies(texts[1], among=texts[0]).sum())
    estimates.append(
        Estimate(
            name=f"near copies of {column} in {one} and {two}",
            value=copies,
            n=len(texts[1]),
            unit="rows",
            limit=Limit("<=", 0),
        )
    )
    subject = f"{one}/{two}/{column}"
    if copies:
        yield Finding(
            message=f"{copies} of {len(texts[1])} rows of {two} have a text in {column} that one "
            f"of {one} nearly equals",
            rule="text",
            subject=subject,
            outcome=Outcome.WARN,
        )
    for name, looked in zip((one, two), texts, strict=True):
        if len(looked) < parts[name].n:
            yield Finding(
                message=f"{len(looked)} of {parts[name].n} texts in {column} of {name} were "
                f"looked at",
                rule="text-sample",
                subject=subject,
                outcome=Outcome.INCONCLUSIVE,
            )


def _estimates(parts: Parts, one: str, two: str, shared: _Shared) -> Iterator[Estimate]:
    counted = (
        ("shared keys", shared.keys),
        ("shared rows", shared.rows),
        ("near-duplicates", shared.near),
    )
    for name, count in counted:
        if count is not None:
            yield Estimate(
                name=f"{name} of {one} and {two}",
                value=count,
                n=parts[two].n,
                unit="rows",
                limit=Limit("<=", 0),
            )
