"""Check that faults are caught before they are committed, by the same tools everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pytest_mlgate.inputs.notebooks import Notebooks
from pytest_mlgate.inputs.pre_commit import PATH, HookRepo, PreCommit
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_CLASSES: Mapping[str, tuple[str, ...]] = {
    "secrets": (
        *("detect-secrets", "gitleaks", "trufflehog", "ggshield", "ripsecrets", "talisman"),
        *("git-secrets", "detect-private-key", "detect-aws-credentials", "whispers"),
    ),
    "large files": ("check-added-large-files", "large-files"),
    "notebooks": ("nbstripout", "nbqa", "nb-clean", "jupytext", "nbdev", "databooks", "notebook"),
    "lint": (
        *("ruff", "flake8", "pylint", "black", "pyflakes", "pycodestyle", "isort", "mypy"),
        *("pyright", "autopep8", "yapf", "prospector", "lint"),
    ),
}
_ADVICE: Mapping[str, str] = {
    "secrets": "detect-secrets or gitleaks",
    "large files": "check-added-large-files of pre-commit-hooks",
    "notebooks": "nbstripout",
    "lint": "ruff",
}
_WITHOUT_REV = frozenset({"local", "meta", "builtin"})
_BRANCHES = re.compile(
    r"(?:origin/|refs/heads/)?(?:main|master|head|develop|development|dev|trunk|stable|latest|"
    r"nightly|next|default|release)",
    re.IGNORECASE,
)


@check("health.pre-commit-hooks")
def pre_commit_hooks(
    notebooks: Notebooks,
    pre_commit: PreCommit | None = None,
    *,
    required: bool = False,
    classes: tuple[str, ...] = tuple(_CLASSES),
    hooks: dict[str, tuple[str, ...]] | None = None,
) -> Verdict:
    """The hooks of pre-commit stay the same, cover what they should, and run in CI too.

    Why
    ---
    A secret or a file of a gigabyte is easy to keep out of a repository and hard to get out
    of its history.  A hook that comes from a branch is another program every week, and runs
    on every machine of the team.

    Rule
    ----
    ``.pre-commit-config.yaml`` can be read; every `rev` is a tag or a commit, which holds a
    digit, and not a branch such as ``main``.  There is a hook of every class, known by its id
    or by what it runs: secrets, large files, lint, and notebooks where the project has some.
    A workflow, another CI system or pre-commit.ci runs them, be it through tox, nox or make.

    Settings
    --------
    required : false
        Whether a project without the file fails.
    classes : secrets, large files, notebooks, lint
        Classes that must be there.
    hooks : well-known hooks
        Class -> words of which one occurs in the id or command of its hooks, as a table;
        it adds to the known ones.

    Outcomes
    --------
    FAIL for a branch, a repository without `rev`, a file that cannot be read, and without
    the file where it is required.  WARN for a missing class and for hooks that only
    contributors run.  NOT_APPLICABLE without the file.

    Remedy
    ------
    Run ``pre-commit autoupdate``, add the missing hooks, and run ``pre-commit run
    --all-files`` in CI.

    Source
    ------
    The documentation of pre-commit on ``rev`` (https://pre-commit.com).
    """
    if pre_commit is None:
        if not required:
            return Verdict.not_applicable(f"pre-commit is not used: there is no {PATH}")
        missing = Finding(message="there is no such file, and it is required", path=PATH)
        return Verdict.of(
            [missing], passed="", remedy=f"Write {PATH}; start with: pre-commit sample-config"
        )
    if pre_commit.problem:
        broken = Finding(message=f"cannot be read: {pre_commit.problem}", path=pre_commit.path)
        return Verdict.of([broken], passed="", remedy="Check it with: pre-commit validate-config")
    words = {name: (*_CLASSES.get(name, ()), *(hooks or {}).get(name, ())) for name in classes}
    if not any(file.tracked for file in notebooks.files):
        words.pop("notebooks", None)
    findings = [f for hook_repo in pre_commit.repos for f in _rev(pre_commit.path, hook_repo)]
    findings += _missing(pre_commit, words)
    if not pre_commit.run_by:
        findings.append(
            Finding(
                message="nothing in CI runs the hooks: who did not install them skips them",
                outcome=Outcome.WARN,
                path=pre_commit.path,
                anchor="not run",
                remedy="Run pre-commit run --all-files in a workflow, or use pre-commit.ci.",
            )
        )
    count = sum(1 for _ in pre_commit.hooks)
    return Verdict.of(
        findings,
        passed=f"{count} hooks of {len(pre_commit.repos)} repositories are pinned, cover "
        f"{', '.join(words)}, and are run by {', '.join(pre_commit.run_by[:3])}",
        remedy="Pin every hook, add the missing ones, and run them in CI.",
    )


def _rev(path: str, hook_repo: HookRepo) -> Iterator[Finding]:
    if hook_repo.address in _WITHOUT_REV:
        return
    rev = hook_repo.rev
    if rev and any(c.isdigit() for c in rev) and not _BRANCHES.fullmatch(rev):
        return
    if re.fullmatch(r"[0-9a-f]{40}", rev):
        return
    said = f"takes the branch {rev!r}" if rev else "takes no rev"
    yield Finding(
        message=f"{hook_repo.address or 'a repository'} {said}, so its hooks change by themselves",
        path=path,
        line=hook_repo.line,
        anchor=f"{hook_repo.address} {rev}",
        remedy="Write a tag or commit; pre-commit autoupdate finds the newest tag.",
    )


def _missing(pre_commit: PreCommit, words: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    known = "\n".join(f"{hook.id} {hook.entry}".lower() for hook in pre_commit.hooks)
    for name, signs in words.items():
        if not any(sign.lower() in known for sign in signs):
            yield Finding(
                message=f"no hook on {name}",
                outcome=Outcome.WARN,
                path=pre_commit.path,
                anchor=f"class {name}",
                remedy=f"Add one, such as {_ADVICE[name]}." if name in _ADVICE else "",
            )
