"""Check that no critical file is known to one person only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pytest_mlgate.inputs.authorship import Authorship, Share
from pytest_mlgate.inputs.project import Project, Role
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import Range, check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

_CRITICAL = (Role.TRAIN, Role.FEATURE, Role.SERVE, Role.PIPELINE)
_MONTH = timedelta(days=365.25 / 12)
_YOUNG = 6 * _MONTH


@check("health.bus-factor")
def bus_factor(
    repo: Repo,
    authorship: Authorship,
    clock: datetime,
    project: Project,
    *,
    paths: tuple[str, ...] = (),
    authors: Annotated[int, Range(1)] = 2,
    min_share: Annotated[float, Range(0, 1)] = 0.1,
    months: Annotated[int, Range(1)] = 12,
    min_lines: Annotated[int, Range(1)] = 20,
    max_files: Annotated[int, Range(1)] = 100,
    on_breach: Literal["warn", "fail"] = "warn",
) -> Verdict:
    """Every critical file has at least two authors.

    Why
    ---
    When the one person leaves who knows how the model is trained, everybody else starts again.

    Rule
    ----
    Of the lines of a critical file that are there today and were written in the last `months`,
    at least `authors` people wrote `min_share` or more each.  A file with fewer than
    `min_lines` lines of that time is judged on all its lines.  ``.mailmap`` is applied,
    machines are left out, and a change of blanks makes nobody an author.  Messages name
    nobody.

    Settings
    --------
    paths : Python files with the roles train, feature, serve and pipeline
        Globs of the critical files.
    authors : 2
        So many people.
    min_share : 0.1
        Share of the lines that makes an author one who knows the file.
    months : 12
        How far back lines count.
    min_lines : 20
        Files of fewer lines are left out: anybody can read them.
    max_files : 100
        At most so many files are looked at, in the order of their paths.
    on_breach : "warn"
        ``warn`` or ``fail``.

    Outcomes
    --------
    WARN for a file with fewer authors, FAIL with ``on-breach = "fail"``.  INCONCLUSIVE in a
    shallow clone, and where there are more than `max_files`.  NOT_APPLICABLE without history,
    in a repository younger than six months, and without critical files.

    Remedy
    ------
    Let a second person make the next change, and review in pairs.

    Source
    ------
    Avelino et al., "A novel approach for estimating truck factors", ICPC 2016.
    """
    if repo.shallow:
        return Verdict(
            outcome=Outcome.INCONCLUSIVE,
            summary="the clone is shallow: who wrote the older lines is not known",
            remedy="Fetch the whole history (fetch-depth: 0 in GitHub Actions).",
        )
    age = clock - authorship.began
    if age < _YOUNG:
        return Verdict.not_applicable(
            f"the repository is {max(age.days, 0)} days old, younger than six months"
        )
    critical = [path for path in _critical(repo, project, paths) if path in repo.tracked]
    judged = []
    for path in critical[:max_files]:
        shares = authorship.of(path, clock - months * _MONTH)
        if sum(share.lines for share in shares) >= min_lines:
            judged.append((path, shares))
    if not judged:
        return Verdict.not_applicable(
            f"there is no critical file of {min_lines} lines or more in the last commit"
        )
    outcome = Outcome.FAIL if on_breach == "fail" else Outcome.WARN
    few = [
        found
        for path, shares in judged
        if (found := _few(path, shares, authors, min_share, months, min_lines, outcome))
    ]
    share = 1 - len(few) / len(judged)
    return Verdict.of(
        few + _rest(len(critical) - max_files, max_files),
        passed=f"{len(judged)} critical files have {authors} authors or more each",
        remedy="Let a second person make the next change, and review in pairs.",
        estimates=[
            Estimate(name="files with enough authors", value=share, n=len(judged), unit="share")
        ],
    )


def _critical(repo: Repo, project: Project, paths: Sequence[str]) -> Sequence[str]:
    if paths:
        return repo.matching(paths)
    return [p for p in repo.files if p.endswith(".py") and project.role_of(p) in _CRITICAL]


def _few(
    path: str,
    shares: Sequence[Share],
    authors: int,
    min_share: float,
    months: int,
    min_lines: int,
    outcome: Outcome,
) -> Finding | None:
    """Return the finding for a file that too few people know."""
    counts = [share.recent for share in shares]
    written = f"{sum(counts)} lines of the last {months} months"
    if sum(counts) < min_lines:
        recent, counts = sum(counts), [share.lines for share in shares]
        written = f"{sum(counts)} lines, {recent} of them of the last {months} months"
    total = sum(counts)
    enough = sum(count >= min_share * total for count in counts)
    if enough >= authors:
        return None
    people = "1 person" if enough == 1 else f"{enough} people"
    return Finding(
        message=f"{people} wrote {min_share:.0%} or more of its {written} "
        f"(the largest share is {max(counts) / total:.0%}); {authors} are asked for",
        outcome=outcome,
        path=path,
        anchor="authors",
    )


def _rest(more: int, max_files: int) -> list[Finding]:
    if more <= 0:
        return []
    message = f"{more} more critical files were not looked at (max-files is {max_files})"
    remedy = "Name the critical files in the setting paths, or raise max-files."
    return [Finding(message=message, outcome=Outcome.INCONCLUSIVE, subject="files", remedy=remedy)]
