"""No patient, customer or device is in two parts of the data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._row_keys import kinds_of
from pytest_mlgate.inputs._table import Table, in_one_engine, nw
from pytest_mlgate.inputs._times import count_of
from pytest_mlgate.inputs.parts import Parts
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

REMEDY = (
    "Divide the data by group (GroupKFold, GroupShuffleSplit), so that all rows of a group are in "
    "one part."
)
ENTITIES = frozenset({"user", "patient", "customer", "device", "household"})
_ID_WORDS = frozenset(
    {"id", "ids", "key", "no", "nr", "num", "number", "code", "uuid", "guid", "hash", "ref", "pk"}
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ID = "mlgate_group"
_EDGES = "edges"
_EXACT = 2.0**53


@check("leakage.group-overlap", kind=Kind.EVIDENCE, blocker=True)
def group_overlap(parts: Parts, edges: Table | None = None, *, node: str | None = None) -> Verdict:
    """No patient, customer or device is in two parts of the data.

    Why
    ---
    Rows of one patient resemble each other.  A model that has seen some of them recognises the
    patient in the others, and the test does not show how it does with new patients.

    Rule
    ----
    For every pair of parts (train, validation, test, and the champion's training rows against
    the shared test rows) and every column of `[inputs.roles] group`

    * no value is in both parts; text counts after trimming, and a whole number equals the same
      number held as a float,
    * a missing value, NaN or empty text is no group.  Such rows are counted, and never equal.

    With an edge list (`[inputs.edges]`, columns `from` and `to`) no edge joins a node of one part
    with a node of another.

    A column that is not declared and is named like the id of a user, patient, customer, device
    or household (`customer_id`, `userId`, `patient`; not `customer_age`) is compared as well, and
    only warns.

    Tables are compared in their own engine by semi joins; files are scanned and never loaded
    whole.

    Settings
    --------
    node : the only group column, else the only key column
        Column whose values the edge list joins.

    Outcomes
    --------
    FAIL: a shared group, or an edge between two parts.  WARN: shared values in an undeclared
    column that is named like an id.  INCONCLUSIVE: rows without a group, an edge without an
    end, a part without rows, or ids that were rounded (floats above 2^53).  NOT_APPLICABLE:
    fewer than two parts, or nothing declared, nothing named like an id, and no edge list.
    ERROR: a declared column is missing or of another type in another part, or parts come from
    two libraries.

    Remedy
    ------
    Split by group.

    Source
    ------
    Kapoor and Narayanan (2023), Leakage and the reproducibility crisis in machine-learning-based
    science, Patterns 4(9), L3.2: non-independence between train and test samples.
    """
    pairs = list(parts.pairs)
    if not pairs:
        return Verdict.not_applicable(f"there is one part only ({', '.join(parts.tables)})")
    parts, edges = _joinable(parts, edges)
    joined = None if edges is None else _node_of(parts, node)
    declared = parts.roles.group
    for name in parts.tables:
        parts[name].require(declared, "[inputs.roles] group")
    guessed = {pair: _named_like_ids(parts, *pair) for pair in pairs}
    if not declared and edges is None and not any(guessed.values()):
        return Verdict.not_applicable(
            "no group column is declared ([inputs.roles] group), none is named like the id of a "
            "user, patient, customer, device or household, and there is no edge list"
        )
    findings = [f for name in parts.tables for f in _of_rows(parts, name, joined)]
    estimates: list[Estimate] = []
    for one, two in pairs:
        for column in (*declared, *guessed[one, two]):
            findings += _of_pair(parts, one, two, column, estimates)
        if edges is not None and joined is not None:
            findings += _of_edges(parts, one, two, edges, joined, estimates)
    if edges is not None:
        findings += _of_ends(edges)
    looked = [*declared, *sorted({c for columns in guessed.values() for c in columns})]
    compared = [f"no value of {', '.join(looked)} is in two parts"] if looked else []
    compared += [f"no edge of {edges.source} joins two parts"] if edges is not None else []
    rows = ", ".join(f"{name} {parts[name].n} rows" for name in parts.tables)
    return Verdict.of(
        findings,
        passed=f"{' and '.join(compared)} ({rows})",
        remedy=REMEDY,
        estimates=estimates,
    )


def named_like_an_id(name: str) -> bool:
    """Whether a column is named like the id of a person or thing that has several rows."""
    words = [word.lower() for word in _WORD.findall(name)]
    return bool(ENTITIES & set(words)) and set(words) <= ENTITIES | _ID_WORDS


def _named_like_ids(parts: Parts, one: str, two: str) -> tuple[str, ...]:
    """Return the undeclared columns of two parts that are named, and typed, like an id."""
    left, right = parts[one], parts[two]
    shared = tuple(
        column
        for column in left.columns
        if column in right.schema
        and named_like_an_id(column)
        and all(_may_be_id(table.schema[column]) for table in (left, right))
    )
    return parts.roles.features(shared)


def _may_be_id(kind: Any) -> bool:
    # Whole numbers become floats in pandas as soon as one is missing.
    return kind.is_numeric() or _is_text(kind)


def _node_of(parts: Parts, node: str | None) -> str:
    if node is None:
        for columns in (parts.roles.group, parts.roles.key):
            if len(columns) == 1:
                node = columns[0]
                break
    if node is None:
        raise InputError(
            "[leakage.group-overlap]",
            key="node",
            found="an edge list, and neither one group column nor one key column",
            expected="the column whose values the edges join",
        )
    for name in parts.tables:
        parts[name].require((node,), "[leakage.group-overlap] node")
    return node


def _joinable(parts: Parts, edges: Table | None) -> tuple[Parts, Table | None]:
    tables = {**parts.tables, **({_EDGES: edges} if edges is not None else {})}
    joinable = in_one_engine(tables)
    edges = joinable.pop(_EDGES, None)
    return replace(parts, tables=joinable), edges


def _is_text(kind: Any) -> bool:
    return any(kind == one for one in (nw.String, nw.Categorical, nw.Enum, nw.Object))


def _present(table: Table, column: str) -> Any:
    """Return the expression that says whether a row has a group."""
    value, kind = nw.col(column), table.schema[column]
    if _is_text(kind):
        return ~value.is_null() & (value.cast(nw.String).str.strip_chars().str.len_chars() > 0)
    if kind.is_float():
        return ~value.is_null() & ~value.is_nan()
    return ~value.is_null()


def _ids(table: Table, columns: Mapping[str, str], kind: str) -> Any:
    """Return a lazy frame of groups, as often as they have rows: new name -> column."""
    frame = table.frame
    for column in columns.values():
        frame = frame.filter(_present(table, column))
    types = {"text": nw.String, "float": nw.Float64, "integer": nw.Int64}
    values = {
        name: nw.col(column).cast(types[kind]) if kind in types else nw.col(column)
        for name, column in columns.items()
    }
    if kind == "text":
        values = {name: value.str.strip_chars() for name, value in values.items()}
    frame = frame.select(**values)
    if kind == "float":  # rounded ids are reported, and equal to nothing
        for name in columns:
            frame = frame.filter(nw.col(name).abs() <= _EXACT)
    return frame


def _of_rows(parts: Parts, name: str, node: str | None) -> Iterator[Finding]:
    """Yield what keeps rows of one part from being compared."""
    table = parts[name]
    if table.n == 0:
        yield _open(f"the part {name} ({table.source}) has no rows", "empty", name)
        return
    columns = dict.fromkeys([*parts.roles.group, *([node] if node else [])])
    for column in columns:
        without = table.n - int(table.value(count_of(_present(table, column))) or 0)
        if without:
            yield _open(
                f"{without} of {table.n} rows of {name} have no {column}, so that nobody can say "
                f"which group they belong to",
                "missing",
                f"{name}/{column}",
            )
        if table.schema[column].is_float():
            large = count_of(_present(table, column) & (nw.col(column).abs() > _EXACT))
            if rounded := int(table.value(large) or 0):
                yield _open(
                    f"{rounded} of {table.n} rows of {name} have a {column} that is a float above "
                    f"2^53, where different ids are rounded to one",
                    "rounded",
                    f"{name}/{column}",
                )


def _open(message: str, rule: str, subject: str) -> Finding:
    return Finding(message=message, rule=rule, subject=subject, outcome=Outcome.INCONCLUSIVE)


def _of_pair(
    parts: Parts, one: str, two: str, column: str, estimates: list[Estimate]
) -> Iterator[Finding]:
    left, right = parts[one], parts[two]
    kind = kinds_of(left, right, (column,))[column]
    own, others = (_ids(table, {_ID: column}, kind) for table in (left, right))
    # The ids of the later part, the smaller one, are kept in memory and the others stream past.
    shared = own.join(others, on=_ID, how="semi")
    groups = int(right.value(nw.col(_ID).n_unique(), shared) or 0)  # Spark has none for none
    declared = column in parts.roles.group
    estimates.append(
        Estimate(
            name=f"groups ({column}) shared by {one} and {two}",
            value=groups,
            unit="groups",
            limit=Limit("<=", 0),
        )
    )
    if not groups:
        return
    rows = int(right.value(nw.len(), others.join(shared, on=_ID, how="semi")))
    why = "" if declared else "; the column is named like an id and has no role"
    yield Finding(
        message=f"{groups} values of {column} are in {one} and in {two}: {rows} of {right.n} rows "
        f"of {two}{why}",
        rule="group" if declared else "undeclared",
        subject=f"{one}/{two}/{column}",
        outcome=Outcome.FAIL if declared else Outcome.WARN,
        remedy=""
        if declared
        else f"Name {column} in [inputs.roles] group, or in ignore if it may be in two parts.",
    )


def _of_edges(
    parts: Parts, one: str, two: str, edges: Table, node: str, estimates: list[Estimate]
) -> Iterator[Finding]:
    tables = (parts[one], parts[two])
    kinds = {
        kinds_of(_only(table, node), _only(edges, end), (_ID,))[_ID]
        for table in tables
        for end in ("from", "to")
    }
    kind = "float" if "float" in kinds else kinds.pop()
    first, second = (_ids(table, {_ID: node}, kind) for table in tables)
    complete = _ids(edges, {"from": "from", "to": "to"}, kind)
    between = 0
    for start, end in ((first, second), (second, first)):
        found = complete.join(start, left_on="from", right_on=_ID, how="semi")
        found = found.join(end, left_on="to", right_on=_ID, how="semi")
        between += int(edges.value(nw.len(), found))
    estimates.append(
        Estimate(
            name=f"edges between {one} and {two}", value=between, n=edges.n, unit="edges",
            limit=Limit("<=", 0),
        )
    )  # fmt: skip
    if between:
        yield Finding(
            message=f"{between} of {edges.n} edges of {edges.source} join a {node} of {one} with "
            f"one of {two}",
            rule="edge",
            subject=f"{one}/{two}",
        )


def _only(table: Table, column: str) -> Table:
    return Table(table.frame.select(nw.col(column).alias(_ID)), table.source)


def _of_ends(edges: Table) -> Iterator[Finding]:
    both = _present(edges, "from") & _present(edges, "to")
    if edges.n == 0:
        yield _open(f"the edge list {edges.source} has no rows", "empty", "edges")
    elif loose := edges.n - int(edges.value(count_of(both)) or 0):
        yield _open(f"{loose} of {edges.n} edges of {edges.source} lack an end", "missing", "edges")
