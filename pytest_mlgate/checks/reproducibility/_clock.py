"""The wall clock in code that computes (N6), and the hash seed set too late (N7)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from pytest_mlgate.checks.reproducibility._hits import Hit, words
from pytest_mlgate.inputs._code import Code, last_name

_CLOCKS = frozenset(
    {
        "time.time",
        "time.time_ns",
        "datetime.datetime.now",
        "datetime.datetime.today",
        "datetime.datetime.utcnow",
        "datetime.date.today",
        "pandas.Timestamp.now",
        "pandas.Timestamp.today",
        "pandas.Timestamp.utcnow",
    }
)
_NOW_STRINGS = frozenset({"pandas.to_datetime", "pandas.Timestamp", "numpy.datetime64"})
_LABELS = frozenset({"strftime", "isoformat", "ctime"})
_LOGGING = words(
    "print debug info warning error exception critical log log_param log_params log_metric "
    "log_metrics set_tag set_tags write echo str"
)
_LABEL_NAME = re.compile(
    r"(?:.*_)?(?:timestamp|(?:created|trained|started|finished|updated|saved|generated|logged|run|"
    r"start|end|begin|stop)(?:_?(?:at|on|time|date|ts))?|run_id|run_name|version|tic|toc|t0|t1)",
    re.IGNORECASE,
)


def wall_clock(code: Code) -> Iterator[Hit]:
    """Yield N6: readings of the wall clock that may reach a feature or a model.

    Left out are elapsed times (a reading of which only differences to other readings are
    used), log messages, formatted labels and file names, and metadata whose name says that
    it holds a moment (``trained_at``).
    """
    readings = [call for call in code.calls if _reads_clock(code, call)]
    if not readings:
        return
    variables = _clock_variables(code)
    uses = _uses(code, variables)
    for call in readings:
        if _is_default(code, call):
            yield Hit(
                call,
                "N6",
                "a default argument reads the clock once, when the module is imported",
                "Make the parameter required, and pass a recorded moment.",
            )
        elif not _is_harmless(code, call, variables, uses):
            yield Hit(
                call,
                "N6",
                f"{ast.unparse(call.func)}() reads the wall clock, so the result depends on when "
                "it runs",
                "Take the moment as a parameter, and record it with the run.",
            )


def _reads_clock(code: Code, call: ast.Call) -> bool:
    name = code.names.resolve(call.func)
    if name in _NOW_STRINGS and call.args:
        first = call.args[0]
        return isinstance(first, ast.Constant) and first.value in {"now", "today"}
    return name in _CLOCKS


def _clock_variables(code: Code) -> frozenset[str]:
    """Variables (``start``, ``self.start``) that only ever hold readings of the clock.

    They may take them from each other (``start = now``), and begin with ``None`` or 0.
    """
    values: dict[str, list[ast.expr]] = {}
    for assign in code.of(ast.Assign):
        for target in assign.targets:
            if isinstance(target, (ast.Name, ast.Attribute)):
                values.setdefault(ast.unparse(target), []).append(assign.value)

    def is_reading(value: ast.expr) -> bool:
        match value:
            case ast.Call():
                return _reads_clock(code, value)
            case ast.Name() | ast.Attribute():
                return ast.unparse(value) in values
        return isinstance(value, ast.Constant) and not value.value

    while others := [name for name in values if not all(map(is_reading, values[name]))]:
        for name in others:
            del values[name]
    return frozenset(values)


def _is_default(code: Code, call: ast.Call) -> bool:
    parent = code.parents.get(call)
    return isinstance(parent, ast.arguments)


def _is_harmless(
    code: Code,
    node: ast.expr,
    variables: frozenset[str],
    uses: dict[str, list[ast.expr]],
    seen: frozenset[str] = frozenset(),
) -> bool:
    """Whether a reading, or a variable that holds one, only times or labels something."""
    if _is_elapsed(code, node, variables) or _is_label(code, node):
        return True
    parent = code.parents.get(node)
    if not (isinstance(parent, ast.Assign) and parent.value is node):
        return False
    target = parent.targets[0]
    if not isinstance(target, (ast.Name, ast.Attribute)):
        return False
    name = ast.unparse(target)
    if name in seen or name not in variables:
        return name in seen
    return all(
        _is_harmless(code, use, variables, uses, seen | {name}) for use in uses.get(name, ())
    )


def _uses(code: Code, variables: frozenset[str]) -> dict[str, list[ast.expr]]:
    """Variable -> the places where it is read."""
    last_names = {variable.rpartition(".")[2] for variable in variables}
    found: dict[str, list[ast.expr]] = {}
    readers: tuple[ast.Name | ast.Attribute, ...] = (*code.of(ast.Name), *code.of(ast.Attribute))
    for use in readers:
        if isinstance(use.ctx, ast.Load) and last_name(use) in last_names:
            found.setdefault(ast.unparse(use), []).append(use)
    return found


def _is_elapsed(code: Code, node: ast.expr, variables: frozenset[str]) -> bool:
    parent = code.parents.get(node)
    if not isinstance(parent, ast.BinOp) or not isinstance(parent.op, ast.Sub):
        return False
    other = parent.right if parent.left is node else parent.left
    if isinstance(other, ast.Call):
        return _reads_clock(code, other)
    return isinstance(other, (ast.Name, ast.Attribute)) and ast.unparse(other) in variables


def _is_label(code: Code, node: ast.expr) -> bool:
    child: ast.AST = node
    for parent in code.ancestors(node):
        match parent:
            case ast.Attribute(attr=attribute):
                if attribute in _LABELS:
                    return True
                if attribute not in {"replace", "astimezone", "timestamp"}:
                    return False
            case ast.FormattedValue() | ast.JoinedStr():
                return True
            case ast.Call(func=function) if function is not child:
                return last_name(function) in _LOGGING | _LABELS
            case ast.Call():
                pass
            case ast.keyword(arg=str(name)):
                return _LABEL_NAME.fullmatch(name) is not None
            case ast.Dict(keys=keys, values=values):
                at = next((i for i, value in enumerate(values) if value is child), None)
                return at is not None and _is_label_key(keys[at])
            case ast.Assign(targets=[ast.Subscript(slice=key)]):
                return _is_label_key(key)
            case ast.IfExp() | ast.BoolOp():
                pass
            case _:
                return False
        child = parent
    return False


def _is_label_key(key: ast.expr | None) -> bool:
    return (
        isinstance(key, ast.Constant)
        and isinstance(key.value, str)
        and _LABEL_NAME.fullmatch(key.value) is not None
    )


def late_hash_seed(code: Code) -> Iterator[Hit]:
    """Yield N7: PYTHONHASHSEED set by a process that is already running with another one."""
    places = [
        constant
        for constant in code.of(ast.Constant)
        if constant.value == "PYTHONHASHSEED" and _is_set_in_environment(code, constant)
    ]
    if not places or _starts_processes(code):
        return
    for place in places:
        yield Hit(
            place,
            "N7",
            "PYTHONHASHSEED is set inside the process, where it only acts on child processes",
            "Set it before Python starts: in the Dockerfile, the CI job or the shell.",
        )


def _is_set_in_environment(code: Code, constant: ast.Constant) -> bool:
    parent = code.parents.get(constant)
    match parent:
        case ast.Subscript(value=value, ctx=ast.Store()):
            return code.names.resolve(value) == "os.environ"
        case ast.Call(func=function, args=[first, *_]) if first is constant:
            return code.names.resolve(function) in {"os.environ.setdefault", "os.putenv"}
        case ast.Dict(keys=keys) if constant in keys:
            call = code.parents.get(parent)
            return isinstance(call, ast.Call) and (
                code.names.resolve(call.func) == "os.environ.update"
            )
    return False


def _starts_processes(code: Code) -> bool:
    """Whether the file starts children or replaces itself, which then see the new value."""
    return any(
        name.startswith(("os.exec", "os.spawn", "subprocess.", "multiprocessing."))
        for call in code.calls
        if (name := code.names.resolve(call.func))
    )
