"""Debt does not grow, and what is known of it is paid in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from pytest_mlgate.checks.health._comments import KINDS, confessions
from pytest_mlgate.checks.health._stubs import bases, stubs
from pytest_mlgate.inputs.base import Base
from pytest_mlgate.inputs.debt import Debt, DebtItem
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources, gap_findings_of
from pytest_mlgate.registry import Range, check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

_NAME = "technical-debt"
_SHOWN = 5


@check("health.technical-debt")
def technical_debt(
    sources: Sources,
    clock: dt.datetime,
    base: Base | None = None,
    debt: Debt | None = None,
    *,
    priority: Annotated[int, Range(1, 10)] = 8,
    max_age: Annotated[int, Range(0)] = 90,
) -> Verdict:
    """Open ends do not become more, services hold no stubs, and urgent debt is paid in time.

    Why
    ---
    Debt grows by one TODO at a time.  Nobody stops for one of them, so the count has to.

    Rule
    ----
    * D1: over all Python files and notebooks none of these counts is higher than at the base:
      comments with TODO, FIXME or HACK, `type: ignore` comments, `noqa` comments, and lines of
      code that is commented out (comments that parse as statements with a call, an import or
      the like; examples in comments, which say that they are one, do not count).
    * D2: no function of the role serve only raises NotImplementedError, or answers a number
      without looking at what it was asked.  Abstract methods, protocols, overloads, and classes
      that others of the project are made from are excused.
    * D3: each item of the register (`debt.yaml`) has an owner, and one of `priority` or above
      is no older than `max-age` days.

    A comment `# mlgate: allow[D2] reason` in the function waives D2 there; a waiver of D1 names
    the count ("TODO comments") as its subject, one of D3 the id of the item.

    Settings
    --------
    priority : 8
        From this priority on an item of the register is urgent; 10 is the highest.
    max-age : 90
        Days after which an urgent item is overdue.

    Outcomes
    --------
    FAIL: a count that rose, a function that is not implemented, an item that is overdue,
    without owner or from the future.  WARN: a function that answers a constant.
    INCONCLUSIVE: no base to compare with, a changed file that cannot be parsed.
    ERROR: a register that cannot be read.  NOT_APPLICABLE: neither Python nor a register.

    Remedy
    ------
    Do what the comment says, or write it into the register with an owner and a date.

    Source
    ------
    W. Cunningham (1992), The WyCash portfolio management system, OOPSLA; A. Potdar and E. Shihab
    (2014), An exploratory study on self-admitted technical debt, ICSME.  What counts as code in
    a comment, and the limits, are a convention of this project.
    """
    if not len(sources) and debt is None:
        return Verdict.not_applicable("there is neither a Python file nor a register of debt")
    facts = dict(
        zip((s.path for s in sources), sources.measure(_facts, sources.files), strict=True)
    )
    findings = [
        *(_rises(sources, facts, base) if base is not None else [_no_base()]),
        *_stub_findings(sources, facts),
        *(_register_findings(debt, clock.date(), priority, max_age) if debt is not None else ()),
    ]
    counts = {kind: sum(len(found[kind]) for found in facts.values()) for kind in KINDS}
    counted = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    registered = f"; {len(debt)} items in {debt.path} are in order" if debt is not None else ""
    return Verdict.of(
        findings,
        passed=f"{counted}: none more than at {base.ref if base else ''}{registered}",
        remedy="Do what the comment says, or write it into debt.yaml with an owner and a date.",
        estimates=[
            Estimate(name=kind, value=count, unit=kind.split()[-1])
            for kind, count in counts.items()
        ],
    )


def _facts(source: Source) -> dict[str, Any]:
    """Return what is counted in a file, its unwritten functions, and the bases of its classes."""
    found: dict[str, Any] = {**confessions(source), "bases": bases(source.code)}
    found["stubs"] = [*stubs(source.code)] if source.role is Role.SERVE else []
    return found


def _no_base() -> Finding:
    return Finding(
        message="there is no base to compare with, so nobody knows whether the counts rose",
        outcome=Outcome.INCONCLUSIVE,
        rule="D1",
        subject="base",
        remedy="Fetch the target branch (fetch-depth: 0), or name it in [inputs.base] ref.",
    )


def _rises(
    sources: Sources, facts: Mapping[str, Mapping[str, Any]], base: Base
) -> Iterator[Finding]:
    """Rule D1; a file that did not change has the counts that it had."""
    changed = [source for source in sources if source.path in base.changed]
    yield from sources.findings(gap_findings_of, changed)
    former = [
        source
        for source in base.sources(base.changed | base.removed)
        if source.path in facts or source.path in base.removed
    ]
    before = sources.measure(_facts, former)
    for kind in KINDS:
        now = sum(len(facts[source.path][kind]) for source in changed)
        was = sum(len(found[kind]) for found in before)
        if now > was:
            same = sum(len(found[kind]) for found in facts.values()) - now
            yield _rise(kind, same + was, same + now, changed, facts, base)


def _rise(
    kind: str,
    was: int,
    now: int,
    changed: Sequence[Source],
    facts: Mapping[str, Mapping[str, Any]],
    base: Base,
) -> Finding:
    # Lines of a notebook's file are no lines of its code.
    places = [
        (source.path, None if source.notebook else line)
        for source in changed
        for line in facts[source.path][kind]
        if source.notebook or line in base.added.get(source.path, ())
    ]
    path, line = places[0] if places else ("", None)
    told = list(dict.fromkeys(f"{p}:{n}" if n else p for p, n in places))
    more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
    new = f"; new at {', '.join(told[:_SHOWN])}{more}" if told else ""
    return Finding(
        message=f"{kind} rose from {was} to {now} since {base.ref}{new}",
        rule="D1",
        path=path,
        line=line,
        subject=kind,
        anchor=kind,
    )


def _stub_findings(sources: Sources, facts: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    """Rule D2; a class that others are made from leaves its methods to them."""
    extended = {name for found in facts.values() for name in found["bases"]}
    for source in sources:
        for stub in facts[source.path]["stubs"]:
            if stub["owner"] in extended:
                continue
            said = (
                f"answers {stub['constant']} whatever it is asked"
                if stub["constant"]
                else "raises NotImplementedError"
            )
            cell, line = source.locate(stub["first"])
            found = Finding(
                message=f"{stub['name']}() {said}",
                outcome=Outcome.WARN if stub["constant"] else Outcome.FAIL,
                rule="D2",
                path=source.path,
                line=line,
                cell=cell,
                anchor=stub["name"],
                remedy="Write the function, or take it out of the service.",
            )
            yield source.waive(found, stub["first"], stub["last"], check=_NAME)


def _register_findings(
    debt: Debt, today: dt.date, priority: int, max_age: int
) -> Iterator[Finding]:
    """Rule D3."""
    for item in debt:
        for problem, remedy in _problems(item, today, priority, max_age):
            yield Finding(
                message=f"{item.id} {problem}",
                rule="D3",
                path=debt.path,
                subject=item.id,
                remedy=remedy,
            )


def _problems(
    item: DebtItem, today: dt.date, priority: int, max_age: int
) -> Iterator[tuple[str, str]]:
    age = (today - item.opened).days
    if not item.owner:
        yield "has no owner", "Write down who mends it."
    if age < 0:
        yield f"was opened on {item.opened}, which is to come", "Mend the date."
    if item.priority >= priority and age > max_age:
        yield (
            f"has priority {item.priority} and is {age} days old, the limit is {max_age}",
            "Mend it now, or agree that it is less urgent.",
        )
