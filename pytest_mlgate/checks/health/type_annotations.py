"""Check that public functions say what they take and return."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pytest_mlgate.checks.health._changes import NO_BASE
from pytest_mlgate.checks.health._public import definitions, judged_sources
from pytest_mlgate.checks.health._shares import missing
from pytest_mlgate.decision import decide
from pytest_mlgate.inputs.base import Base
from pytest_mlgate.inputs.sources import Source, Sources, gap_findings_of
from pytest_mlgate.inputs.type_checker import TypeErrors
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = "Annotate parameters and return values, the changed files first, and mend new errors."


@check("health.type-annotations")
def type_annotations(
    sources: Sources,
    base: Base | None = None,
    type_checker: TypeErrors | None = None,
    *,
    min_share: float = 0.75,
) -> Verdict:
    """Public functions are annotated, and a change brings no new type error.

    Why
    ---
    A type checker says nothing about a function without annotations, so that "no errors" is no
    evidence of anything before most functions have them.

    Rule
    ----
    * Of the public functions at least `min-share` have an annotation on every parameter,
      ``*args`` and ``**kwargs`` included, and on what they return.
    * The number of errors of the type checker that the project configures does not rise
      against the base.

    Public is what docstring-coverage calls so, and ``__init__`` with parameters, which returns
    nothing that needs saying.  ``self`` and ``cls`` need no annotation.  Overloads count once, as
    annotated if all of them are.  A function with ``@no_type_check`` is not annotated; types in
    comments do not count.  Tests and notebooks are left out.

    Settings
    --------
    min-share : 0.75
        Smallest share of annotated functions.

    Outcomes
    --------
    FAIL: a smaller share in the changed files, more type errors than at the base.  WARN: a
    smaller share overall.  ERROR: the configured type checker is not installed.
    INCONCLUSIVE: it cannot be run safely or to the end; a file that cannot be parsed.
    NOT_APPLICABLE: no public function, and no type checker.

    Remedy
    ------
    Annotate parameters and return values, the changed files first, and mend new errors.

    Source
    ------
    PEP 484.
    """
    judged = judged_sources(sources)
    gaps = sources.findings(gap_findings_of, judged)
    functions = _Functions.of(sources, judged, min_share)
    if not functions.counted and type_checker is None:
        if gaps:
            return Verdict.of(gaps, passed="")
        return Verdict.not_applicable("there is no public function, and no type checker")
    findings, estimates, said = functions.judge(base)
    if type_checker is not None:
        found, errors, how_many = _of_type_checker(type_checker)
        findings, estimates, said = findings + found, estimates + errors, said + how_many
    return Verdict.of(
        [*findings, *gaps], passed="; ".join(said), remedy=REMEDY, estimates=estimates
    )


_Judged = tuple[list[Finding], list[Estimate], list[str]]
"""Findings, estimates and what to say when all is well."""


@dataclass(frozen=True)
class _Functions:
    """The public functions of each file, and those of them that are not annotated."""

    counted: Mapping[str, int]
    bare: Mapping[str, Sequence[str]]
    min_share: float

    @classmethod
    def of(cls, sources: Sources, judged: Sequence[Source], min_share: float) -> _Functions:
        counted, bare = {}, {}
        for source, found in zip(judged, definitions(sources, judged), strict=True):
            asked = [one for one in found if one["annotated"] is not None]
            if asked:
                counted[source.path] = len(asked)
                bare[source.path] = [one["name"] for one in asked if not one["annotated"]]
        return cls(counted, bare, min_share)

    def judge(self, base: Base | None) -> _Judged:
        """Judge all files, and by themselves those that the change touches."""
        if not self.counted:
            return [], [], []
        overall = self._share(self.counted)
        said = [_words(overall)]
        findings: list[Finding] = []
        if base is None:
            said.append(NO_BASE)
        elif changed := [path for path in self.counted if path in base.changed]:
            findings += self._findings(self._share(changed), changed, Outcome.FAIL)
        findings += self._findings(overall, (), Outcome.WARN)
        return findings, [overall], said

    def _share(self, paths: Iterable[str]) -> Estimate:
        chosen = list(paths)
        total = sum(self.counted[path] for path in chosen)
        return Estimate(
            name="annotated functions",
            value=(total - sum(len(self.bare[path]) for path in chosen)) / total,
            n=total,
            unit="share",
            limit=Limit(">=", self.min_share),
        )

    def _findings(
        self, share: Estimate, changed: Sequence[str], outcome: Outcome
    ) -> Iterator[Finding]:
        if decide(share, Policy.POINT) is Outcome.PASS:
            return
        where = f" in {len(changed)} changed files" if changed else ""
        yield Finding(
            message=f"{_words(share)}{where}, below {self.min_share:.0%}",
            outcome=outcome,
            subject="annotations of the change" if changed else "annotations",
            anchor="share",
        )
        bare = {path: self.bare[path] for path in changed}
        yield from missing(bare, self.counted, "public functions are not annotated", outcome)


def _words(share: Estimate) -> str:
    annotated = round(share.value * (share.n or 0))
    return f"{annotated} of {share.n} public functions are annotated ({share.value:.1%})"


def _of_type_checker(checker: TypeErrors) -> _Judged:
    if checker.problem:
        outcome = Outcome.ERROR if checker.missing else Outcome.INCONCLUSIVE
        remedy = (
            f'Install {checker.tool} beside pytest, or set [inputs.type-checker] tool = "none".'
            if checker.missing
            else ""
        )
        problem = f"type errors are not measured: {checker.problem}"
        finding = Finding(
            message=problem, outcome=outcome, path=checker.config, remedy=remedy, anchor="tool"
        )
        return [finding], [], []
    now = len(checker.now)
    if checker.before is None:
        errors = Estimate(name="type errors", value=now)
        return [], [errors], [f"{checker.tool} finds {now} errors"]
    former = len(checker.before)
    errors = Estimate(name="type errors", value=now, limit=Limit("<=", former))
    findings = []
    if decide(errors, Policy.POINT) is not Outcome.PASS:
        findings = [
            Finding(
                message=f"{checker.tool} finds {now} errors, {former} at the base",
                subject="type errors",
                anchor="errors",
            ),
            *(
                Finding(message=f"a new type error ({code})", path=path, line=line, anchor=code)
                for path, line, code in checker.new
            ),
        ]
    return findings, [errors], [f"{checker.tool} finds {now} errors, {former} at the base"]
