"""Paths that exist on one person's machine only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pytest_mlgate.checks.reproducibility._hits import words
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _python
from pytest_mlgate.inputs._code import Code, last_name
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import ConfigText, Source, Sources, apply_waiver, gap_findings
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_STRICT = (Role.TRAIN, Role.FEATURE, Role.SERVE, Role.PIPELINE)
_CONFIG_PLACES = re.compile(
    r"(?:.*/)?(?:conf|config|configs|configuration|params)(?:/.*|[^/]*\.\w+)|(?:.*/)?dvc\.yaml"
)
_NO_CONFIG = ("mlgate.toml", ".pre-commit-config.yaml")
# What such a file puts on drive C: is the same on every machine that runs the job.
_CI = re.compile(
    r"(?:.*/)?(?:\.github|\.circleci|\.gitlab|\.azure)/.*|(?:.*/)?(?:\.gitlab-ci|\.travis|\.appveyor|"
    r"appveyor|azure-pipelines|bitbucket-pipelines|cloudbuild|buildspec)[^/]*\.ya?ml"
)
_COMPOSE = re.compile(r"(?:.*/)?(?:docker-)?compose[^/]*\.ya?ml")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]+(?!Users\b)", re.IGNORECASE)
_SYSTEM = re.compile(r"[A-Za-z]:[\\/]+(?:Windows|Program|ProgramData)\b", re.IGNORECASE)
# A path starts at the beginning of the text or after something that ends a word, so that
# neither https://host/home/page nor ./home/page is one; file:///home/x is.
_START = r"(?:(?<=file://)|(?<![\w./~$})%\]*+?-]))"
_NAME = r"""[^/\\\s"'<>{}()\[\]$*%|,;:?]+"""
_PATTERNS = (
    re.compile(rf"{_START}/(?:home|Users)/(?P<user>{_NAME})(?=[/\s\"',;:)]|$)"),
    re.compile(rf"(?<![A-Za-z0-9\\%])[A-Z]:\\{{1,2}}(?:Users\\{{1,2}}\w|\w{_NAME})"),
    # A small letter, colon and backslash is as often a regular expression.
    re.compile(rf"(?<![A-Za-z0-9\\%])[a-z]:\\{{1,2}}\w{_NAME}\\{{1,2}}\w"),
    re.compile(rf"(?<![A-Za-z0-9\\%])[A-Za-z]:/(?!/)\w{_NAME}/"),
    re.compile(r"(?<![\w/.])~[/\\]Desktop\b"),
    re.compile(rf"{_START}/content/(?:drive|gdrive)(?![\w-])"),
    re.compile(r"\bdbfs:/+users?\b|(?<![\w/.])/dbfs/users?\b", re.IGNORECASE),
)
_QUICK = re.compile(r"/home/|/Users/|:[\\/]|~[\\/]D|/content/|dbfs", re.IGNORECASE)
_ROUTES = words(
    "route get post put patch delete head options websocket add_url_rule add_api_route url path "
    "re_path url_for redirect request compile match fullmatch search sub findall finditer split "
    "mount"
)
_HELP_KEYWORDS = frozenset({"help", "description", "epilog", "usage", "title", "url", "regex"})
_CONTAINER_USERS = (
    "jovyan", "airflow", "runner", "vscode", "app", "appuser", "nonroot", "mambauser",
    "sagemaker-user", "glue_user", "coder", "gitpod",
)  # fmt: skip


@dataclass(frozen=True)
class _Match:
    text: str
    container: bool


@check("reproducibility.hardcoded-paths", by_file=True)
def hardcoded_paths(
    sources: Sources,
    *,
    extra_patterns: tuple[str, ...] = (),
    container_users: tuple[str, ...] = _CONTAINER_USERS,
) -> Verdict:
    r"""No string in code or configuration names a path of one person's machine.

    Why
    ---
    A script that reads `/Users/sarah/Desktop/churn_data_final_v3.csv` runs for one person.
    For everybody else it stops, or worse, finds another file of that name.

    Rule
    ----
    String literals of Python files and notebooks, and the lines of YAML, TOML, JSON and INI
    files of up to 1 MiB, hold none of: `/home/<name>`, `/Users/<name>`, a drive letter path
    (`C:\...`, also with doubled backslashes or `C:/.../`), `~/Desktop`, `/content/drive`,
    `dbfs:/user`.

    Docstrings, comments, help texts, regular expressions, and the addresses of web routes
    and URLs are exempt, and so are folders that belong to Windows itself, drives of CI
    machines (in `.github/` and its like), and paths inside a container in compose files.
    Homes of well-known container users are the same on every machine
    and are only noted.  A line is excused by a comment
    `# mlgate: allow[hardcoded-paths] reason` on it.

    Settings
    --------
    extra-patterns : []
        Regular expressions of further forbidden paths, such as `"/mnt/nas3/"`.
    container-users : ["jovyan", "airflow", "runner", "vscode", "app", ...]
        Names below `/home` that belong to container images.

    Outcomes
    --------
    FAIL in files with the role train, feature, serve or pipeline, and in configuration
    files (`conf/`, `config*`, `params*`, `dvc.yaml`).
    WARN in notebooks, tests, other code and other YAML, TOML, JSON and INI files, and for
    waived lines.
    INCONCLUSIVE for a file or notebook cell that cannot be read or parsed.
    NOT_APPLICABLE when there is neither a Python file, a notebook nor a configuration file.
    ERROR for an extra pattern that is no regular expression.

    Remedy
    ------
    Make the path relative to the project, or read it from a setting or an environment
    variable that every machine defines for itself.

    Source
    ------
    The Twelve-Factor App, III Config.
    """
    configs = [config for config in sources.configs if config.path not in _NO_CONFIG]
    if not sources.files and not configs:
        return Verdict.not_applicable("there is no Python file, notebook or configuration file")
    sources.parse()
    patterns = (*_PATTERNS, *_compiled(extra_patterns))
    users = frozenset(container_users)
    findings = [
        *(
            found
            for source in sources
            for found in _in_source(source, patterns, users, extra_patterns)
        ),
        *(found for config in configs for found in _in_config(config, patterns, users)),
        *gap_findings(sources.files),
    ]
    return Verdict.of(
        findings,
        passed=f"{len(sources)} source files and {len(configs)} configuration files name "
        "no path of a single machine",
        remedy="Make the path relative to the project, or read it from a setting.",
    )


def _compiled(patterns: tuple[str, ...]) -> Iterator[re.Pattern[str]]:
    for pattern in patterns:
        try:
            yield re.compile(pattern)
        except re.error as error:
            raise InputError(
                "reproducibility.hardcoded-paths",
                key="extra-patterns",
                found=f"{pattern!r} ({error})",
                expected="a regular expression",
            ) from None


def _matches(
    text: str, patterns: tuple[re.Pattern[str], ...], users: frozenset[str]
) -> Iterator[_Match]:
    taken: list[tuple[int, int]] = []
    for pattern in patterns:
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(start < stop and begin < end for begin, stop in taken):
                continue
            taken.append((start, end))
            user = found.groupdict().get("user")
            if not _SYSTEM.match(text, start):
                yield _Match(_shown(text, start, end), user is not None and user in users)


def _shown(text: str, start: int, end: int) -> str:
    """Return the path that starts here, shortened, without what follows it in the text."""
    rest = re.match(r"""[^\s"'<>|;,]{0,60}""", text[start:])
    shown = max(text[start:end], rest[0] if rest else "", key=len)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."


def _in_source(
    source: Source,
    patterns: tuple[re.Pattern[str], ...],
    users: frozenset[str],
    extra: tuple[str, ...],
) -> Iterator[Finding]:
    # A literal can spell a path with escapes, which never leave all of these out.
    if not extra and not _QUICK.search(source.text):
        return
    outcome = Outcome.FAIL if source.role in _STRICT and not source.notebook else Outcome.WARN
    code = source.code
    for literal in code.of(ast.Constant):
        if not isinstance(literal.value, str) or literal in code.bare_strings:
            continue
        for match in _matches(literal.value, patterns, users):
            if not _is_exempt(code, literal):
                found = source.finding(
                    literal, _message(match), outcome=outcome, check="hardcoded-paths"
                )
                yield replace(_noted(found, match), anchor=match.text)


def _in_config(
    config: ConfigText, patterns: tuple[re.Pattern[str], ...], users: frozenset[str]
) -> Iterator[Finding]:
    if config.unread:
        yield Finding(
            message=f"could not be judged: {config.unread}",
            outcome=Outcome.INCONCLUSIVE,
            path=config.path,
        )
    strict = config.role in _STRICT or _CONFIG_PLACES.fullmatch(config.path) is not None
    outcome = Outcome.FAIL if strict and config.role is not Role.TEST else Outcome.WARN
    for number, line in enumerate(config.text.split("\n"), 1):
        value, comment = _split_comment(config.path, line)
        if _COMPOSE.fullmatch(config.path):
            value = _on_host(value)
        for match in _matches(value, patterns, users):
            if _DRIVE.match(match.text) and _CI.fullmatch(config.path):
                continue
            found = Finding(
                message=_message(match),
                outcome=outcome,
                path=config.path,
                line=number,
                anchor=match.text,
            )
            for _, rules, reason in _python.comment_waiver(comment, number):
                if "hardcoded-paths" in rules:
                    found = apply_waiver(found, reason)
            yield _noted(found, match)


def _on_host(line: str) -> str:
    """Return what a line of a compose file says about the host, not about the container."""
    found = re.match(r"\s*-\s+[\"']?(?P<source>[^:\s]+):/", line)
    if found:
        return found["source"]
    inside = re.match(r"\s*(?:-\s+)?(?:target|working_dir|command|entrypoint)\s*:", line)
    return "" if inside else line


def _message(match: _Match) -> str:
    if match.container:
        return f"{match.text} is the home of a container user"
    return f"{match.text} is a path of one machine"


def _noted(found: Finding, match: _Match) -> Finding:
    return replace(found, outcome=Outcome.PASS) if match.container else found


def _split_comment(path: str, line: str) -> tuple[str, str]:
    """Return value and comment of a line; JSON has no comments."""
    if path.endswith(".json"):
        return line, ""
    marks = r"[#;]" if path.endswith((".ini", ".cfg")) else "#"
    quote = ""
    for at, character in enumerate(line):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"" and (at == 0 or not line[at - 1].isalnum()):
            quote = character
        elif re.match(marks, character) and (at == 0 or line[at - 1].isspace()):
            return line[:at], line[at:]
    return line, ""


def _is_exempt(code: Code, literal: ast.Constant) -> bool:
    """Whether the text is a help text, a regular expression or the address of a web route."""
    for parent in code.ancestors(literal):
        match parent:
            case ast.keyword(arg=str(name)):
                return name in _HELP_KEYWORDS
            case ast.Call(func=function):
                return _is_route(code, function)
            case ast.stmt():
                return False
    return False


def _is_route(code: Code, function: ast.expr) -> bool:
    name = last_name(function)
    resolved = code.names.resolve(function)
    if name not in _ROUTES or resolved.startswith(("os.", "pathlib.")):
        return False
    # dict.get("/home/x") and text.split("/home/x") are no routes, but no uses of a path either.
    return (
        isinstance(function, ast.Attribute)
        or name not in {"get", "path", "split"}
        or (resolved.startswith("django."))
    )
