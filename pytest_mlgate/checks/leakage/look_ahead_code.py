"""Features computed from later rows: negative shifts, centred windows, backward fills."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from pytest_mlgate.checks.leakage import _look_ahead, _splitting, _sql_windows
from pytest_mlgate.checks.leakage._hits import Hit, SqlHit
from pytest_mlgate.checks.leakage._purpose import Targets, makes_labels
from pytest_mlgate.inputs._sql import Script
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources, apply_waiver, gap_findings
from pytest_mlgate.inputs.sql_files import SqlFile, SqlFiles
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_NAME = "look-ahead-code"
_STRICT = (Role.TRAIN, Role.FEATURE)
_WINDOW = re.compile(r"(?i)\bover\s*\(")
_QUERY = re.compile(r"(?i)\b(?:partition|order)\s+by\b|\bselect\b")


@check("leakage.look-ahead-code", by_file=True)
def look_ahead_code(
    sources: Sources,
    sql_files: SqlFiles,
    *,
    temporal: bool = False,
    grouped: bool = False,
    target: tuple[str, ...] = (),
) -> Verdict:
    """Feature and training code computes nothing from rows that lie in the future.

    Why
    ---
    A model that saw tomorrow's value scores well until the day it is used.  The value gets
    in through one word: a negative step, `center=True`, `bfill`.

    Rule
    ----
    T1  `shift`, `diff` or `pct_change` with a negative step.  Making the label that way is
        right, and is known by the declared target, or without one by a name with the word
        target, label, y, future, next, forward, fwd, tomorrow, entry, exit or their like: of
        the column, variable, function or file, or of the step (`-horizon`).  The end of an
        interval (`bar_end`, `valid_to`) is no feature either.
    T2  `rolling(center=True)`, of polars too.
    T3  `bfill` or `backfill`, as a method, as `method=` or as polars' `strategy="backward"`;
        also after `ffill`.
    T4  `interpolate()`: its default fills a gap from the next value.
    T5  A filter in both directions: `filtfilt`, `sosfiltfilt`, `savgol_filter`, and
        `seasonal_decompose` without `two_sided=False`.
    T6  `featuretools.dfs` without `cutoff_time`.
    T7  A shuffling splitter in a project declared temporal or grouped: `train_test_split`
        without `shuffle=False`, `KFold(shuffle=True)`, `ShuffleSplit` and their like.
    T8  SQL: a window with rows after the current one (`FOLLOWING`, `LEAD`, or backwards in a
        descending order of time), or the clock (`NOW()`, `CURRENT_DATE`) in a query of
        feature or training code.  A column or subquery named like the label is left out.
    T9  SQL: a window over an outcome that ends with the current row, also by default.
    T10 `expanding()` after a descending sort.

    Looked at are Python files, notebooks, SQL files, and texts in Python with `OVER (`.  A
    Python call counts where the receiver can be a data frame; what is only drawn, printed or
    correlated does not, nor what works across columns (`axis=1`).  Files with the role test
    are left out.  An SQL file that no role names has that of a Python file of its name.  A
    line is excused by a comment `# mlgate: allow[T1] reason`, in SQL `-- mlgate: ...`.

    Settings
    --------
    temporal : false
        Whether the rows have an order in time (T7).
    grouped : false
        Whether several rows belong to one person, device or other group (T7).
    target : []
        Columns and variables that hold what is to be predicted.

    Outcomes
    --------
    FAIL for T1 to T3 and T5 to T8 in files with the role train or feature.
    WARN for T4, T9 and T10, in other files, and for waived lines.
    INCONCLUSIVE for a file or notebook cell that cannot be read or parsed.
    NOT_APPLICABLE when there is no Python file, notebook or SQL file other than tests.

    Remedy
    ------
    Use steps, windows and fills that only look back, and split by time or group.

    Source
    ------
    Kaufman et al. (2012), Leakage in data mining; López de Prado (2018), Advances in
    financial machine learning; pandas documentation, DataFrame.rolling and interpolate.
    """
    judged = [source for source in sources if source.role is not Role.TEST]
    queries = [file for file in sql_files if file.role is not Role.TEST]
    if not judged and not queries:
        return Verdict.not_applicable("there is no Python file, notebook or SQL file but tests")
    sources.parse()
    targets = Targets(target)
    findings = [
        finding
        for source in judged
        for finding in _of_source(source, targets, temporal=temporal, grouped=grouped)
    ]
    findings += [finding for file in queries for finding in _of_sql_file(file, targets)]
    findings += gap_findings(judged)
    findings += [_gap(file) for file in queries if file.unread]
    return Verdict.of(
        findings,
        passed=f"{len(judged)} source files and {len(queries)} SQL files take nothing from later "
        "rows",
        remedy="Look back only, and split by time or group; declare what makes the label in the "
        "setting `target`, or excuse a line with a comment `# mlgate: allow[RULE] reason`.",
    )


def _of_source(
    source: Source, targets: Targets, *, temporal: bool, grouped: bool
) -> Iterator[Finding]:
    labels = makes_labels(source.path)
    hits = [
        *_look_ahead.later_rows(source.code, targets, makes_labels=labels),
        *_splitting.dfs_without_cutoff(source.code),
        *_splitting.shuffling_splits(source.code, temporal=temporal, grouped=grouped),
    ]
    for hit in sorted(hits, key=lambda hit: (hit.node.lineno, hit.node.col_offset)):
        yield _finding(source, hit)
    for text in _queries(source):
        yield from _of_text(source, *text, targets)


def _finding(source: Source, hit: Hit) -> Finding:
    found = source.finding(
        hit.node,
        hit.message,
        rule=hit.rule,
        outcome=_outcome(source.role, warn=hit.warn),
        remedy=hit.remedy,
        check=_NAME,
    )
    if isinstance(hit.node, ast.Call) and isinstance(hit.node.func, ast.Attribute):
        # A chain of calls starts lines above the method that matters.
        method = hit.node.func
        line = source.locate(method.end_lineno or method.lineno)[1]
        column = (method.end_col_offset or 0) - len(method.attr.encode())
        found = replace(found, line=line, column=column)
    return found


def _outcome(role: Role, *, warn: bool) -> Outcome:
    return Outcome.FAIL if role in _STRICT and not warn else Outcome.WARN


def _queries(source: Source) -> Iterator[tuple[ast.expr, str]]:
    """Yield the texts in a file that look like SQL with a window; f-strings as templates."""
    code = source.code
    for constant in code.of(ast.Constant):
        if not isinstance(constant.value, str) or not _is_query(constant.value):
            continue
        if constant not in code.bare_strings and not isinstance(
            code.parents.get(constant), ast.JoinedStr
        ):
            yield constant, constant.value
    for joined in code.of(ast.JoinedStr):
        text = "".join(
            str(piece.value) if isinstance(piece, ast.Constant) else "{x}"
            for piece in joined.values
        )
        if _is_query(text):
            yield joined, text


def _is_query(text: str) -> bool:
    return _WINDOW.search(text) is not None and _QUERY.search(text) is not None


def _of_text(source: Source, node: ast.expr, text: str, targets: Targets) -> Iterator[Finding]:
    script = Script.of(text)
    last = node.end_lineno or node.lineno
    # Where lines of the text are lines of the file, a finding names its own.
    in_step = last - node.lineno == text.count("\n")
    for hit in _sql_windows.look_ahead(
        script,
        targets,
        clock=source.role in _STRICT,
        makes_labels=makes_labels(source.path),
    ):
        found = source.finding(
            node,
            hit.message,
            rule=hit.rule,
            outcome=_outcome(source.role, warn=hit.warn),
            remedy=hit.remedy,
            check=_NAME,
        )
        shift = hit.line - 1 if in_step else 0
        line = source.locate(node.lineno + shift)[1]
        placed = replace(found, line=line, column=None if shift else found.column)
        yield placed if placed.waived else _waive(script, hit, replace(placed, anchor=hit.anchor))


def _of_sql_file(file: SqlFile, targets: Targets) -> Iterator[Finding]:
    for hit in _sql_windows.look_ahead(
        file.script,
        targets,
        clock=file.role in _STRICT,
        makes_labels=makes_labels(file.path),
    ):
        found = Finding(
            message=hit.message,
            outcome=_outcome(file.role, warn=hit.warn),
            rule=hit.rule,
            path=file.path,
            line=hit.line,
            remedy=hit.remedy,
            anchor=hit.anchor,
        )
        yield _waive(file.script, hit, found)


def _waive(script: Script, hit: SqlHit, found: Finding) -> Finding:
    for line, rules, reason in script.waivers:
        if hit.line <= line <= hit.last_line and rules & {hit.rule, _NAME}:
            return apply_waiver(found, reason)
    return found


def _gap(file: SqlFile) -> Finding:
    return Finding(
        message=f"could not be judged: {file.unread}",
        outcome=Outcome.INCONCLUSIVE,
        path=file.path,
        anchor="gap",
        remedy="Mend the file, or leave it out with the project's `exclude` globs.",
    )
