"""The team's own rating of what it can do, capability by capability, with evidence."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_mlgate.errors import InputError, nearest
from pytest_mlgate.inputs._documents import load_yaml
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

DEFAULT_PATH = "maturity.yaml"
GROUPS = (
    "infrastructure", "model", "data quality", "alerting",
    "business", "observability", "advanced",
)  # fmt: skip
CAPABILITIES = 28
MOST_POINTS = 3


@dataclass(frozen=True)
class Capability:
    """One row.

    Parameters
    ----------
    name, group:
        What it is about.
    score:
        0 to 3 as the team rates it, ``None`` when a check says it.
    evidence:
        A file of the project or a web address; empty without.
    is_shown:
        Whether the evidence is a web address or exists.
    mandatory:
        Whether it must not be 0.
    check:
        Check whose verdict scores it, empty without.
    """

    name: str
    group: str
    score: int | None = None
    evidence: str = ""
    is_shown: bool = False
    mandatory: bool = False
    check: str = ""


@dataclass(frozen=True)
class Maturity:
    """All capabilities in the order of the file."""

    rows: tuple[Capability, ...]
    path: str = DEFAULT_PATH


@provides
def maturity(project: Project, *, path: str | None = None) -> Maturity:
    """Provide the rating.

    Settings
    --------
    path : "maturity.yaml"
        ``schema: maturity/1`` and ``groups``: seven, each with ``name`` and ``rows``; 28 rows
        with ``capability``, and ``score`` 0 to 3 with ``evidence``, or ``check``; and perhaps
        ``mandatory``.
    """
    where = project.find(
        path, DEFAULT_PATH, what="rating of maturity", key="[inputs.maturity] path"
    )
    document = Record(where, load_yaml(project, where))
    document.schema("maturity")
    document.only(("schema", "groups"))
    groups = document.tables("groups")
    names = [group.text("name").lower() for group in groups]
    if sorted(names) != sorted(GROUPS):
        raise document.wrong("groups", found=", ".join(names) or "none", expected=", ".join(GROUPS))
    rows = tuple(
        _row(project, name, row)
        for name, group in zip(names, groups, strict=True)
        for row in group.tables("rows")
    )
    if len(rows) != CAPABILITIES:
        raise document.wrong(
            "groups", found=f"{len(rows)} rows", expected=f"{CAPABILITIES} rows in all"
        )
    twice = {row.name for row in rows if [other.name for other in rows].count(row.name) > 1}
    if twice:
        raise document.wrong("groups", found=f"{min(twice)!r} twice", expected="every row once")
    return Maturity(rows, where)


def _row(project: Project, group: str, row: Record) -> Capability:
    row.only(("capability", "score", "evidence", "mandatory", "check"))
    name, check = row.text("capability").lower(), row.optional("check", str) or ""
    score = row.optional("score", int)
    if (score is None) == (not check):
        raise row.wrong(
            "score",
            found="a score and a check" if check else "neither a score nor a check",
            expected="one of them",
        )
    if score is not None and not 0 <= score <= MOST_POINTS:
        raise row.wrong("score", found=str(score), expected=f"0 to {MOST_POINTS}")
    evidence = (row.optional("evidence", str) or "").strip()
    return Capability(
        name=name,
        group=group,
        score=score,
        evidence=evidence,
        is_shown=_is_shown(project, evidence),
        mandatory=bool(row.optional("mandatory", bool)),
        check=check,
    )


def _is_shown(project: Project, evidence: str) -> bool:
    if evidence.startswith(("https://", "http://")):
        return True
    try:
        return bool(evidence) and project.path(evidence).exists()
    except InputError:
        return False


def refuse_unknown(maturity: Maturity, required: tuple[str, ...]) -> None:
    """Raise when a capability that must be rated is not among the rows.

    Raises
    ------
    InputError
        Naming the capability.
    """
    names = {row.name for row in maturity.rows}
    for name in required:
        if name not in names:
            raise InputError(
                maturity.path,
                key="groups",
                found=f"no row {name!r}{nearest(name, names)}",
                expected="a row of this capability",
            )
