"""Check that the documents which a phase demands are there, written and up to date."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from pytest_mlgate.inputs.documents import Document, Documents
from pytest_mlgate.inputs.project import Project, Role
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import Phase, check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

_PLACES: Mapping[str, tuple[str, ...]] = {
    "model-card": ("**/*model?card*.*", "**/modelcard*.*", "**/model?cards/**"),
    "api-description": (
        *("**/openapi*.*", "**/swagger*.*", "**/api.*", "**/api?reference.*"),
        *("docs/api/**", "docs/reference/**"),
    ),
    "runbook": ("**/*runbook*.*", "**/runbooks/**"),
    "adr": ("**/adr/**", "**/adrs/**", "**/decisions/**", "**/adr-*.*"),
    "deployment-checklist": ("**/*deploy*checklist*.*", "**/*release*checklist*.*"),
}
_FROM: Mapping[str, Phase] = {"model-card": Phase.STAGING}
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "model-card": ("use|intended", "evaluation|performance|metric|result", "limit|risk|caveat"),
    "runbook": (
        *("escalat|contact|on-call", "diagnos|troubleshoot|symptom"),
        "rollback|roll back|recover|restore",
    ),
    "adr": ("context|problem", "decision|outcome"),
}
_CODE: Mapping[str, tuple[Role, ...]] = {
    "model-card": (Role.TRAIN, Role.FEATURE),
    "api-description": (Role.SERVE,),
    "runbook": (Role.SERVE, Role.PIPELINE),
}
_NO_DOCUMENT = re.compile(r"(?:.*[-_.])?template(?:[-_.].*)?|(?:readme|index)(?:\..*)?", re.I)
_PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|FIXME|XXX+)\b|(?i:\blorem ipsum\b)|\bexample\.(?:com|org|net)\b|"
    r"(?i:[\[<](?:(?:your|insert|fill in|enter|todo|tbd)[ :][^\]>\n]{1,80}|"
    r"more information needed|\.{3}|…)[\]>](?!\())"
)


@check("health.documentation-set", subjects="required")
def documentation_set(
    subject: str,
    documents: Documents,
    repo: Repo,
    project: Project,
    *,
    required: tuple[str, ...] = tuple(_PLACES),  # noqa: ARG001 - they are the subjects
    places: dict[str, tuple[str, ...]] | None = None,
    from_phase: dict[str, Phase] | None = None,
    headings: dict[str, tuple[str, ...]] | None = None,
    code: dict[str, tuple[str, ...]] | None = None,
    min_words: int = 100,
    max_lag: int = 30,
) -> Verdict:
    """The documents of the project's phase exist, are more than stubs, and follow the code.

    Why
    ---
    What a model is for, and what to do when it fails at night, must be written down before
    others rely on it, and must be about the model that runs today.

    Rule
    ----
    From the phase on that demands it, a document exists: a file at one of its `places`,
    templates and indexes left out.  Every such file has its headings, more than
    `min_words` words outside code, and no placeholder: TODO, TBD, FIXME, XXX, lorem ipsum,
    ``[More Information Needed]``, ``<your ...>``, ``[...]`` or an address at example.com, .org
    or .net.  An API description for machines (OpenAPI, Swagger) has at least one path instead.  The
    newest file was committed no earlier than `max_lag` days before the last commit that
    touched the code it is about.

    Settings
    --------
    required : model-card, api-description, runbook, adr, deployment-checklist
        Documents; names of your own need a place.
    places : by common names
        Document -> globs of its files in any case, as a table.
    from_phase : model-card from staging, the others from production
        Document -> phase.
    headings : model-card, runbook and adr have some
        Document -> headings; of words joined by ``|`` one must occur.
    code : files with the roles train and feature for the model card, serve for the API \
description, serve and pipeline for the runbook
        Document -> globs of the code that it is about.
    min_words : 100
        Fewer words make a stub.
    max_lag : 30
        Days that a document may be older than its code.

    Outcomes
    --------
    FAIL for a document that is missing, a stub, without a heading or with a placeholder.
    WARN for one that is older than its code.  INCONCLUSIVE for a file that cannot be read,
    and for dates in a shallow clone.  NOT_APPLICABLE before the document's phase.

    Remedy
    ------
    Write the document, or bring it up to date and commit it.

    Source
    ------
    Mitchell et al., "Model Cards for Model Reporting", FAT* 2019; Nygard, "Documenting
    Architecture Decisions", 2011; Beyer et al., "Site Reliability Engineering", 2016, chapter 11.
    """
    phase = (from_phase or {}).get(subject, _FROM.get(subject, Phase.PRODUCTION))
    if not subject or project.phase is Phase.EXPLORATION or not project.phase.reaches(phase):
        wanted = f"the {subject} is asked for from {phase} on" if subject else "none is required"
        return Verdict.not_applicable(f"{wanted}; the phase is {project.phase}")
    globs = {**_PLACES, **(places or {})}.get(subject, ())
    found = [
        documents.read(path)
        for path in documents.matching(globs)
        if not _NO_DOCUMENT.fullmatch(posixpath.basename(path))
    ]
    wanted_headings = {**_HEADINGS, **(headings or {})}.get(subject, ())
    findings = [f for file in found for f in _faults(file, wanted_headings, min_words)]
    if not found:
        where = ", ".join(globs) or f"nowhere: add {subject} to places"
        message = f"there is no {subject}, which phase {project.phase} demands (looked for {where})"
        findings = [Finding(message=message, subject=subject)]
    else:
        about = _about(project, repo, subject, code or {})
        findings += _age(repo, subject, [file.path for file in found], about, max_lag)
    in_order = not any(f.outcome is not Outcome.PASS for f in findings)
    return Verdict.of(
        findings,
        passed=f"{', '.join(file.path for file in found[:3])}: written, without placeholders, "
        "and as new as the code",
        remedy="Write the document, or bring it up to date and commit it.",
        estimates=[Estimate(name="documents in order", value=float(in_order), n=1, unit="share")],
    )


def _faults(document: Document, headings: Sequence[str], min_words: int) -> Iterator[Finding]:
    def fault(message: str, *, line: int | None = None) -> Finding:
        return Finding(message=message, path=document.path, line=line)

    if document.problem:
        yield Finding(
            message=f"could not be read: {document.problem}",
            outcome=Outcome.INCONCLUSIVE,
            path=document.path,
        )
        return
    prose = document.prose
    if document.is_description:
        if not prose.headings:
            yield fault("describes no path of an API")
        return
    titles = "\n".join(heading.text.lower() for heading in prose.headings)
    for wanted in headings:
        if not re.search("|".join(map(re.escape, wanted.lower().split("|"))), titles):
            yield fault(f"has no heading on {wanted.replace('|', ' or ')}")
    if prose.words <= min_words:
        yield fault(f"is a stub: {prose.words} words, more than {min_words} are asked for")
    for number, line in enumerate(prose.text.split("\n"), 1):
        if placeholder := _PLACEHOLDER.search(line):
            yield fault(f"holds the placeholder {placeholder[0]}", line=number)


def _about(
    project: Project, repo: Repo, subject: str, code: Mapping[str, tuple[str, ...]]
) -> Sequence[str]:
    """Return the code that a document is about."""
    if subject in code:
        return repo.matching(code[subject])
    return [
        path
        for path in repo.files
        if path.endswith((".py", ".ipynb")) and project.role_of(path) in _CODE.get(subject, ())
    ]


def _age(
    repo: Repo, subject: str, paths: Sequence[str], about: Sequence[str], max_lag: int
) -> Iterator[Finding]:
    # What is being edited right now is not old.
    if not about or not repo.modified.isdisjoint(paths) or not repo.untracked.isdisjoint(paths):
        return
    written, changed = repo.committed_at(*paths), repo.committed_at(*about)
    if written is None or changed is None:
        return
    if repo.shallow:
        yield Finding(
            message="its age cannot be told: the clone is shallow",
            outcome=Outcome.INCONCLUSIVE,
            path=paths[0],
            remedy="Fetch the whole history (fetch-depth: 0 in GitHub Actions).",
        )
    elif changed - written > timedelta(days=max_lag):
        yield Finding(
            message=f"was last committed {(changed - written).days} days before the code it is "
            f"about ({len(about)} files), more than {max_lag}",
            outcome=Outcome.WARN,
            path=paths[0],
            anchor=f"age of {subject}",
            remedy="Read it again, say what changed, and commit it.",
        )
