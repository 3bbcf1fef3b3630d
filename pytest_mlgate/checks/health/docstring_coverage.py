"""Check that what others may use says what it is for."""

from __future__ import annotations

from pytest_mlgate.checks.health._public import definitions, judged_sources
from pytest_mlgate.checks.health._shares import judge, missing
from pytest_mlgate.inputs.sources import Sources, gap_findings_of
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

REMEDY = "Write one sentence under each: what it returns or does, and in which units."


@check("health.docstring-coverage")
def docstring_coverage(
    sources: Sources, *, min_share: float = 0.5, warn_share: float = 0.8
) -> Verdict:
    """Public modules, classes and functions have a docstring.

    Why
    ---
    Whether `scale(x)` expects degrees or radians, rows or columns, stands nowhere else.

    Rule
    ----
    At least `min-share` of the public modules, classes and functions have a docstring.

    Public is a name without a leading underscore; where a module has a literal ``__all__``, its
    classes and functions are public if they are listed there.  Methods of public classes
    count.  These do not: what is defined inside a function, ``__init__`` and other special
    methods, setters and deleters of properties, stubs with ``@overload``, methods with
    ``@override``, empty modules, tests and notebooks.

    Settings
    --------
    min-share : 0.5
        Smallest share with a docstring.
    warn-share : 0.8
        Below this it warns.

    Outcomes
    --------
    FAIL below `min-share`, WARN below `warn-share`; the files are listed, worst first.
    INCONCLUSIVE: a file that cannot be parsed.  NOT_APPLICABLE: no public definition.

    Remedy
    ------
    Write one sentence under each: what it returns or does, and in which units.

    Source
    ------
    PEP 257.
    """
    judged = judged_sources(sources)
    gaps = sources.findings(gap_findings_of, judged)
    undocumented: dict[str, list[str]] = {}
    counted: dict[str, int] = {}
    for source, found in zip(judged, definitions(sources, judged), strict=True):
        asked = [one for one in found if one["documented"] is not None]
        counted[source.path] = len(asked)
        undocumented[source.path] = [one["name"] for one in asked if not one["documented"]]
    total = sum(counted.values())
    if not total:
        if gaps:
            return Verdict.of(gaps, passed="")
        return Verdict.not_applicable("there is no public module, class or function")
    documented = total - sum(len(names) for names in undocumented.values())
    share = Estimate(
        name="documented definitions",
        value=documented / total,
        n=total,
        unit="share",
        limit=Limit(">=", min_share),
    )
    said = f"{documented} of {total} public modules, classes and functions have a docstring"
    outcome = judge(share, Limit(">=", warn_share))
    findings: list[Finding] = []
    if outcome is not Outcome.PASS:
        limit = min_share if outcome is Outcome.FAIL else warn_share
        overall = f"{said} ({share.value:.1%}), below {limit:.0%}"
        findings = [
            Finding(message=overall, outcome=outcome, subject="docstrings", anchor="share"),
            *missing(undocumented, counted, "public definitions have no docstring", outcome),
        ]
    return Verdict.of([*findings, *gaps], passed=said, remedy=REMEDY, estimates=[share])
