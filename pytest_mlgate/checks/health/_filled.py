"""Numbers in the place of what is missing or wrong in the rows that a model gets."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pytest_mlgate.inputs._code import Code, argument, last_name, number

_INPUTS = re.compile(
    r"(?:^|_)(?:data|payload|body|features?|feats|row|record|inputs?|instance|sample|event|request|"
    r"req|item|customer|transaction|tx|txn|patient|applicant|passenger|json|form|vector|raw)(?:_|$)",
    re.IGNORECASE,
)
"""Names of what holds the values of one row that a model is asked about."""
_OUTPUTS = re.compile(
    r"drift|expla|result|metric|report|quality|config|cfg|stat|meta|response|usage", re.IGNORECASE
)
_NO_FEATURE = re.compile(
    r"timeout|limit|offset|page|size|seed|top_?k|threshold|version|retr|port|count|total|score|"
    r"metric|accuracy|auc|rmse|loss|epoch|batch|index|idx|interval|ttl|status|code|latency|"
    r"precision|recall|prob|weight|cost|usage|percent|hits|misses|^n_|^num_|^max_|^min_|^k$|^n$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\.(?:size|nunique|cumcount|cumsum|sum|unstack|pivot|pivot_table|diff|shift|pct_change|"
    r"rolling|expanding|ewm|std|var|corr|resample|transform|get_dummies|map|duplicated|skew)\(|"
    r"crosstab|count|(?:^|[_\W])(?:std|var)(?:[_\W]|$)",
    re.IGNORECASE,
)
"""After these, nothing counted is nought, and the first of a row has nothing before it."""
_NULL_CHECKS = frozenset({
    "isna", "isnull", "notna", "notnull", "dropna", "fillna", "hasnans", "is_null", "is_not_null",
    "fill_null", "drop_nulls", "isnan", "ffill", "bfill", "interpolate", "count",
})  # fmt: skip
_MODULES = frozenset({"pd", "np", "pandas", "numpy"})
_RANGES = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


class _NullCheck(NamedTuple):
    line: int
    of: str
    name: str


def filled(code: Code) -> Iterator[tuple[ast.Call, str, str]]:
    """Yield what breaks E2, E3 or E4 in a file: the call, the rule and a message."""
    checks = _null_checks(code)
    for call in code.calls:
        if not isinstance(call.func, ast.Attribute):
            continue
        match call.func.attr:
            case "get" if message := _default(code, call, call.func.value):
                yield call, "E2", message
            case "reindex" if message := _reindexed(call):
                yield call, "E2", message
            case "fillna" if message := _filled(code, call, call.func.value, checks):
                yield call, "E2", message
            case "to_numeric" | "to_datetime" | "to_timedelta" if _is_coerced(code, call, checks):
                yield call, "E3", 'errors="coerce" drops what cannot be read, and nobody counts it'
            case "clip" if message := _clipped(code, call):
                yield call, "E4", message


def _default(code: Code, call: ast.Call, owner: ast.expr) -> str:
    """Return what is wrong with ``row.get("age", 0)``."""
    if len(call.args) != 2 or isinstance(code.parents[call], ast.BinOp):
        return ""
    key, value = call.args
    # The owner may be a call, such as request.get_json().
    name = last_name(owner.func if isinstance(owner, ast.Call) else owner)
    if number(value) is None or not _INPUTS.search(name) or _OUTPUTS.search(name):
        return ""
    if isinstance(key, ast.Constant) and _NO_FEATURE.search(str(key.value)):
        return ""
    return f"a value that is missing in {name} becomes {ast.unparse(value)}"


def _reindexed(call: ast.Call) -> str:
    value = argument(call, "fill_value")
    if value is None or number(value) is None or argument(call, "columns") is None:
        return ""
    return f"a column that is missing becomes {ast.unparse(value)} in every row"


def _filled(code: Code, call: ast.Call, owner: ast.expr, checks: Sequence[_NullCheck]) -> str:
    value = argument(call, "value", 0)
    text = ast.unparse(owner)
    if value is None or number(value) is None or _COUNTED.search(text) or ".fillna(" in text:
        return ""
    if any(
        check.of == text and check.line <= call.lineno and check.name != "fillna"
        for check in checks
    ):
        return ""
    printed = any(
        isinstance(above, ast.Call) and code.names.builtin(above.func) == "print"
        for above in code.ancestors(call)
    )
    return "" if printed else f"missing values become {ast.unparse(value)}"


def _null_checks(code: Code) -> list[_NullCheck]:
    """Return every look at missing values, and at those of what."""
    found = []
    for node in code.of(ast.Attribute):
        if node.attr in _NULL_CHECKS:
            call, of = code.parents.get(node), node.value
            if isinstance(call, ast.Call) and call.args and last_name(of) in _MODULES:
                of = call.args[0]
            found.append(_NullCheck(node.lineno, ast.unparse(of), node.attr))
    return found


def _is_coerced(code: Code, call: ast.Call, checks: Sequence[_NullCheck]) -> bool:
    """Whether missing values are made, and looked at neither later in the function nor by name."""
    how = argument(call, "errors")
    if not isinstance(how, ast.Constant) or how.value != "coerce":
        return False
    last = getattr(code.scope(call), "end_lineno", None)
    target = _target(code, call)
    return not any(
        (call.lineno <= check.line and (last is None or check.line <= last)) or check.of == target
        for check in checks
    )


def _target(code: Code, node: ast.expr) -> str:
    """Return the text of what the value of the statement is assigned to."""
    for above in code.ancestors(node):
        if isinstance(above, ast.Assign):
            return ast.unparse(above.targets[0])
        if isinstance(above, ast.stmt):
            break
    return ""


def _clipped(code: Code, call: ast.Call) -> str:
    """Return what is wrong with clipping what is then asked for its range."""
    target = _target(code, call)
    if not target:
        return ""
    between = (node for node in code.calls if last_name(node.func) == "between")
    compared = (
        node for node in code.of(ast.Compare) if any(isinstance(op, _RANGES) for op in node.ops)
    )
    asked: Iterator[ast.expr]
    for asked in (between, compared):
        for node in asked:
            if (
                node.lineno > call.lineno
                and code.scope(node) is code.scope(call)
                and _decides(code, node)
                and any(ast.unparse(part) == target for part in _parts(node))
            ):
                name = target if len(target) <= 40 else "what"
                return f"{name} is clipped before line {node.lineno} checks its range"
    return ""


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    return (part for part in ast.walk(node) if isinstance(part, ast.expr))


def _decides(code: Code, node: ast.expr) -> bool:
    """Whether an assertion or an error that is raised hangs on it."""
    for above in code.ancestors(node):
        if isinstance(above, ast.Assert):
            return True
        if isinstance(above, ast.If):
            return any(isinstance(inner, ast.Raise) for inner in ast.walk(above))
        if isinstance(above, ast.stmt):
            return False
    return False
