"""Training reads its configuration from files that git tracks, not from literals in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from pytest_mlgate.checks.reproducibility._config_reads import ConfigRead, config_reads
from pytest_mlgate.inputs._code import Code, argument, number
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.inputs.sources import Source, Sources, gap_findings
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_LIBRARIES = ("sklearn", "xgboost", "lightgbm", "catboost", "imblearn")
_NO_ESTIMATOR = re.compile(
    r"(?:KFold|Split|LeaveOneOut|LeavePOut|LeaveOneGroupOut|LeavePGroupsOut|Display|Kernel|Warning"
    r"|Error|Bunch|Pool|DMatrix|Dataset)$"
)
_FREE_KEYWORDS = frozenset(
    {"random_state", "n_jobs", "verbose", "seed", "random_seed", "thread_count"}
)
_METRIC = (
    r"(?:accuracy|acc|auc|roc_auc|pr_auc|f1|f1_score|precision|recall|r2|rmse|mae|mse|mape|logloss|"
    r"log_loss|score|metric|psi|drift|improvement|performance)"
)
_THRESHOLD_NAME = re.compile(
    rf"(?:.*_)?thresh(?:old)?s?(?:_.*)?|(?:min|max|minimum|maximum|required|target)_(?:\w+_)?{_METRIC}"
    rf"|{_METRIC}_(?:min|max|floor|limit|target)",
    re.IGNORECASE,
)
_METRIC_NAME = re.compile(rf"(?:\w+_)?{_METRIC}(?:_score|_value|_mean)?", re.IGNORECASE)


@check("reproducibility.config-tracking", by_file=True)
def config_tracking(sources: Sources, repo: Repo) -> Verdict:
    """Training reads its configuration from files that git tracks.

    Why
    ---
    A commit identifies a training run only if it holds every file that shaped the run.  A
    configuration that git ignores, and numbers spread over the code, are where two runs of
    "the same" commit begin to differ.

    Rule
    ----
    C1  Every configuration file that training code names is tracked by git and not ignored.
        Looked at are literal paths (also through a module constant, `Path(...) / ...`,
        `os.path.join`) given to `open`, `Path.read_text`, `OmegaConf.load`,
        `ConfigParser.read`, `hydra.main`, or as the default of a command line option, that
        end in .yaml, .yml, .toml, .ini or .cfg, or in .json and call themselves a
        configuration.
    C2  Numeric literals given by keyword to the constructor of an estimator, except
        `random_state`, `n_jobs`, `verbose` and the values 0, 1 and -1.
    C3  Thresholds of the gate in code: a number assigned to a name such as `min_auc` or
        `drift_threshold`, or a metric compared with a number, except 0, 1 and -1.

    Only files with the role train are looked at.  A line is excused by a comment
    `# mlgate: allow[C1] reason` on it.

    Settings
    --------
    None.

    Outcomes
    --------
    FAIL for C1.
    WARN for C2 (one per call) and C3, and for waived lines.
    INCONCLUSIVE for C1 without git, and for files that cannot be read or parsed.
    NOT_APPLICABLE when no file has the role train.

    Remedy
    ------
    Track the file and take it out of .gitignore; move numbers into it.

    Source
    ------
    The Twelve-Factor App, III Config; Sculley et al. (2015), Hidden technical debt in
    machine learning systems (configuration debt).
    """
    train = sources.of(Role.TRAIN)
    if not train:
        return Verdict.not_applicable(
            "no source file has the role train; [paths] train in the configuration names globs"
        )
    reads = [(source, read) for source in train for read in config_reads(source)]
    findings = list(_untracked(reads, repo))
    for source in train:
        findings += _literals(source)
        findings += _thresholds(source)
    findings += gap_findings(train)
    return Verdict.of(
        findings,
        passed=f"{len(train)} training files read {len(reads)} configuration files, all tracked, "
        "and set no number in code",
        remedy="Track the configuration files that training reads, and move numbers into them.",
    )


def _untracked(reads: list[tuple[Source, ConfigRead]], repo: Repo) -> Iterator[Finding]:
    missing = [
        (source, read) for source, read in reads if not repo.tracked.intersection(read.candidates)
    ]
    if not missing:
        return
    inside = {path for _, read in missing for path in read.candidates}
    ignored = repo.ignored(sorted(inside)) if repo.toplevel is not None and inside else frozenset()
    for source, read in missing:
        if repo.toplevel is None:
            message = f"reads {read.shown}, and without git nobody knows which version of it"
        elif not read.candidates:
            message = f"reads {read.shown}, which lies outside the repository"
        elif ignored.intersection(read.candidates):
            message = f"reads {read.shown}, which git ignores"
        elif repo.untracked.intersection(read.candidates):
            message = f"reads {read.shown}, which git does not track"
        else:
            message = f"reads {read.shown}, which is not in the repository"
        yield source.finding(
            read.node,
            message,
            rule="C1",
            outcome=Outcome.INCONCLUSIVE if repo.toplevel is None else Outcome.FAIL,
            remedy="Track the file with git add, and take it out of .gitignore.",
            check="config-tracking",
        )


def _literals(source: Source) -> Iterator[Finding]:
    for call in source.code.calls:
        name = source.code.names.resolve(call.func)
        if not _is_estimator(name):
            continue
        literals = [
            f"{keyword.arg}={ast.unparse(keyword.value)}"
            for keyword in call.keywords
            if keyword.arg not in _FREE_KEYWORDS and _is_magic(keyword.value)
        ]
        if literals:
            yield source.finding(
                call,
                f"{name.rpartition('.')[2]}() gets its settings from the code: "
                f"{', '.join(literals)}",
                rule="C2",
                outcome=Outcome.WARN,
                remedy="Move them into a tracked configuration file.",
                check="config-tracking",
            )


def _is_estimator(name: str) -> bool:
    last = name.rpartition(".")[2]
    return (
        name.partition(".")[0] in _LIBRARIES
        and last[:1].isupper()
        and _NO_ESTIMATOR.search(last) is None
    )


def _is_magic(node: ast.expr | None) -> bool:
    value = number(node)
    return value is not None and value not in {0, 1, -1}


def _thresholds(source: Source) -> Iterator[Finding]:
    for node, what in _threshold_places(source.code):
        yield source.finding(
            node,
            f"a threshold stands in the code: {what}",
            rule="C3",
            outcome=Outcome.WARN,
            remedy="Move it into the gate's configuration, where a change of it is seen.",
            check="config-tracking",
        )


def _threshold_places(code: Code) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    for assign in code.of(ast.Assign):
        target = _last(assign.targets[0])
        if _is_magic(assign.value) and _THRESHOLD_NAME.fullmatch(target):
            yield assign, ast.unparse(assign)
    for annotated in code.of(ast.AnnAssign):
        if _is_magic(annotated.value) and _THRESHOLD_NAME.fullmatch(_last(annotated.target)):
            yield annotated, ast.unparse(annotated)
    for arguments in code.of(ast.arguments):
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults = [None] * (len(positional) - len(arguments.defaults)) + [*arguments.defaults]
        pairs = [*zip(positional, defaults, strict=True)]
        pairs += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        for parameter, default in pairs:
            if default and _is_magic(default) and _THRESHOLD_NAME.fullmatch(parameter.arg):
                yield default, f"{parameter.arg}={ast.unparse(default)}"
    for compare in code.of(ast.Compare):
        sides = [compare.left, *compare.comparators]
        ordered = all(isinstance(op, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)) for op in compare.ops)
        metric = any(_METRIC_NAME.fullmatch(_last(side)) for side in sides)
        if ordered and metric and any(_is_magic(side) for side in sides):
            yield compare, ast.unparse(compare)


def _last(node: ast.AST) -> str:
    """Return the name, attribute or literal key that an expression ends in."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case ast.Call(func=function) if argument(node, "y_true", 0) is not None:
            return _last(function)
    return ""
