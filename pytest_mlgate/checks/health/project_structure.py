"""Check that a project has what one of its kind needs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from pytest_mlgate.inputs._services import OTHER_CI
from pytest_mlgate.inputs.containers import Containers
from pytest_mlgate.inputs.documents import Documents
from pytest_mlgate.inputs.manifests import manifest_kind
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.inputs.sources import Source, Sources
from pytest_mlgate.inputs.workflows import Workflows
from pytest_mlgate.registry import Phase, check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

Profile = Literal["repository", "ml_service", "research", "batch"]

_ALWAYS = frozenset({"git", "dependency-manifest", "readme"})
_REQUIRED: Mapping[str, frozenset[str]] = {
    "repository": _ALWAYS | {"tests"},
    "ml_service": _ALWAYS | {"tests", "ci", "container", "logging"},
    "research": _ALWAYS,
    "batch": _ALWAYS | {"tests", "logging"},
}
_NOT_ASKED: Mapping[str, frozenset[str]] = {
    "research": frozenset({"container", "metrics", "api-docs"}),
    "batch": frozenset({"api-docs"}),
}
_METRICS = frozenset(
    {
        *("prometheus_client", "prometheus_fastapi_instrumentator", "prometheus_flask_exporter"),
        *("starlette_exporter", "aioprometheus", "statsd", "datadog", "ddtrace", "opentelemetry"),
        *("newrelic", "opencensus", "applicationinsights", "aws_embedded_metrics", "influxdb"),
        *("influxdb_client", "elasticapm", "pyformance", "graphyte", "sentry_sdk"),
    }
)
_READY_LOGGERS = frozenset({"loguru", "structlog", "absl", "logbook", "eliot", "logfire"})
"""Libraries whose loggers write without being configured."""
_CONFIGURES = frozenset(
    {"basicConfig", "dictConfig", "fileConfig", "addHandler", "captureWarnings"}
)
_ADVICE: Mapping[str, str] = {
    "git": "Run git init and commit.",
    "dependency-manifest": "Declare the dependencies in pyproject.toml.",
    "readme": "Write a README.md.",
    "tests": "Write the first test: tests/test_....py with a function test_....",
    "ci": "Add a workflow, such as .github/workflows/test.yml, with a job that runs the tests.",
    "container": "Write a Dockerfile.",
    "logging": "Call logging.basicConfig or dictConfig where the program starts.",
    "metrics": "Count requests and failures with prometheus_client, or name the exporter in the "
    "setting metrics-exporter.",
    "api-docs": "Write docs/ or API.md, or commit openapi.json.",
}


@dataclass(frozen=True)
class _Item:
    """What was found of one item: where it is, else why it is taken for missing."""

    place: str = ""
    lack: str = ""


@check("health.project-structure", blocks_from=Phase.STAGING)
def project_structure(
    repo: Repo,
    documents: Documents,
    sources: Sources,
    workflows: Workflows | None = None,
    containers: Containers | None = None,
    *,
    profile: Profile = "repository",
    metrics_exporter: str = "",
) -> Verdict:
    """The project has what one of its kind needs, and none of it is an empty shell.

    Why
    ---
    A folder ``tests`` without a test, a workflow without a job and a Dockerfile of no line
    look like a project that is in order, and are worse than nothing.

    Rule
    ----
    Each item exists and is not empty.

    - ``git``: a repository with a commit.
    - ``dependency-manifest``: pyproject.toml, requirements, setup.py, setup.cfg, Pipfile or
      an environment of conda in the root, or files in ``requirements``.
    - ``readme``: a README with text.
    - ``tests``: a Python file in the role test with a test function or class.
    - ``ci``: a workflow of GitHub with a job, or a file of GitLab CI, CircleCI, Jenkins, Azure
      Pipelines, Travis or the like.
    - ``container``: a Dockerfile with a stage.
    - ``logging``: code outside tests configures logging, or uses a library that needs none.
    - ``metrics``: code outside tests imports a metrics client, or `metrics_exporter` names
      what exports them.
    - ``api-docs``: documents in ``docs``, API.md or a description of the API.

    Settings
    --------
    profile : "repository"
        ``repository``, ``ml_service``, ``research`` or ``batch``.  All require git, manifest
        and README; all but ``research`` require tests; ``ml_service`` requires ci, container and
        logging, ``batch`` logging.  ``research`` asks for no container, metrics and API
        documents, ``batch`` for no API documents.
    metrics_exporter : none
        What exports metrics in place of the code, such as ``"kserve"``.

    Outcomes
    --------
    FAIL for a required item that is missing or empty, which stops a build from the phase
    ``staging`` on.  WARN for an optional one.

    Remedy
    ------
    Add what is missing.

    Source
    ------
    Breck et al., "The ML Test Score", 2017; Wilson et al., "Good enough practices in
    scientific computing", PLOS Computational Biology 13(6), 2017.
    """
    items: Mapping[str, Callable[[], _Item]] = {
        "git": lambda: _git(repo),
        "dependency-manifest": lambda: _manifest(repo),
        "readme": lambda: _readme(documents),
        "tests": lambda: _tests(sources),
        "ci": lambda: _ci(repo, workflows),
        "container": lambda: _container(containers),
        "logging": lambda: _logging(sources),
        "metrics": lambda: _metrics(sources, metrics_exporter),
        "api-docs": lambda: _api_docs(documents),
    }
    asked = [name for name in items if name not in _NOT_ASKED.get(profile, ())]
    findings = []
    for name in asked:
        item = items[name]()
        missing = Outcome.FAIL if name in _REQUIRED[profile] else Outcome.WARN
        findings.append(
            Finding(
                message=f"there: {item.place}" if item.place else f"missing: {item.lack}",
                outcome=Outcome.PASS if item.place else missing,
                subject=name,
                anchor=name,
                remedy="" if item.place else _ADVICE[name],
            )
        )
    there = sum(finding.outcome is Outcome.PASS for finding in findings)
    return Verdict.of(
        findings,
        passed=f"all {len(asked)} items of the profile {profile} are there: {', '.join(asked)}",
        remedy="Add what is missing.",
        estimates=[
            Estimate(name="items present", value=there / len(asked), n=len(asked), unit="share")
        ],
    )


def _git(repo: Repo) -> _Item:
    if repo.toplevel is None:
        return _Item(lack="there is no git repository")
    return _Item(f"commit {repo.head[:12]}") if repo.head else _Item(lack="there is no commit")


def _manifest(repo: Repo) -> _Item:
    named = [path for path in repo.files if manifest_kind(path)]
    place = next((path for path in named if not repo.is_blank(path)), None)
    if place:
        return _Item(place)
    return _Item(lack=f"{named[0]} is empty" if named else "no file declares dependencies")


def _readme(documents: Documents) -> _Item:
    readme = documents.readme
    if readme is None:
        return _Item(lack="there is no README")
    if readme.prose.words or readme.prose.blocks:
        return _Item(readme.path)
    return _Item(lack=f"{readme.path}: {readme.problem or 'is empty'}")


def _tests(sources: Sources) -> _Item:
    judged = sources.of(Role.TEST)
    with_tests = [
        source.path
        for source, found in zip(judged, sources.measure(has_tests, judged), strict=True)
        if found
    ]
    if with_tests:
        return _Item(f"{with_tests[0]} (files with tests: {len(with_tests)})")
    if judged:
        return _Item(lack=f"no test function in the {len(judged)} files with the role test")
    return _Item(lack="no file has the role test")


def has_tests(source: Source) -> bool:
    """Whether a source defines a test function or class."""
    code = source.code
    names = [node.name for node in code.of(ast.FunctionDef)]
    names += [node.name for node in code.of(ast.AsyncFunctionDef)]
    names += [node.name for node in code.of(ast.ClassDef)]
    return any(name.lower().startswith("test") for name in names)


def _ci(repo: Repo, workflows: Workflows | None) -> _Item:
    flows = workflows.workflows if workflows else ()
    place = next((flow.path for flow in flows if flow.jobs), None)
    place = place or next((p for p in repo.matching(OTHER_CI) if not repo.is_blank(p)), None)
    if place:
        return _Item(place)
    if flows:
        return _Item(lack=f"{flows[0].path} has no job {flows[0].problem}".rstrip())
    return _Item(lack="no workflow of GitHub, and no file of another CI system")


def _container(containers: Containers | None) -> _Item:
    if containers is None:
        return _Item(lack="there is no Dockerfile")
    place = next((file.path for file in containers.files if file.stages), None)
    first = next(iter(containers.files), None)
    return _Item(place) if place else _Item(lack=f"{first.path}: {first.problem}" if first else "")


def _logging(sources: Sources) -> _Item:
    judged = _own(sources)
    facts = dict(zip([s.path for s in judged], sources.measure(logs, judged), strict=True))
    for path, fact in facts.items():
        if fact == "configured":
            return _Item(path)
    used = next((path for path, fact in facts.items() if fact), None)
    if used:
        return _Item(lack=f"{used} logs, and nothing configures where to")
    return _Item(lack="no code logs")


def logs(source: Source) -> str:
    """Return ``configured`` where logging is, or needs not be; ``used`` where it only is used."""
    imported = _imported(source, {"logging", *_READY_LOGGERS})
    if imported & _READY_LOGGERS:
        return "configured"
    if "logging" not in imported:
        return ""
    called = {
        call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        for call in source.code.calls
    }
    return "configured" if called & _CONFIGURES else "used"


def _metrics(sources: Sources, exporter: str) -> _Item:
    if exporter:
        return _Item(f"{exporter}, as metrics-exporter says")
    judged = _own(sources)
    for source, client in zip(judged, sources.measure(metrics_client, judged), strict=True):
        if client:
            return _Item(f"{source.path} imports {client}")
    return _Item(lack="no code imports a metrics client, and no exporter is declared")


def metrics_client(source: Source) -> str:
    """Return a metrics client that a source imports, an empty text for none."""
    return min(_imported(source, _METRICS), default="")


def _api_docs(documents: Documents) -> _Item:
    globs = ("docs/**", "doc/**", "API.*", "docs.md", "**/openapi*.*", "**/swagger*.*")
    for path in documents.matching(globs):
        prose = documents.read(path).prose
        if prose.words or prose.headings:
            return _Item(path)
    return _Item(lack="no document in docs, no API.md and no openapi.json")


def _own(sources: Sources) -> list[Source]:
    return [source for source in sources if source.role is not Role.TEST]


def _imported(source: Source, wanted: Collection[str]) -> set[str]:
    """Return which of some top-level packages a source imports."""
    if not any(name in source.text for name in wanted):  # spares parsing most files
        return set()
    found = {
        alias.name.partition(".")[0] for node in source.code.of(ast.Import) for alias in node.names
    }
    found |= {
        (node.module or "").partition(".")[0]
        for node in source.code.of(ast.ImportFrom)
        if not node.level
    }
    return found & set(wanted)
