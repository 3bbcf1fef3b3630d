"""Calls on data frames and series that reach for later rows (T1 to T5, T10)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from pytest_mlgate.checks.leakage._hits import Hit, words
from pytest_mlgate.checks.leakage._purpose import (
    Purpose,
    Targets,
    loop_over,
    purpose,
    step_reaches_label,
)
from pytest_mlgate.inputs._code import Code, argument, last_name, number

_FRAME_PACKAGES = (
    *("pandas", "polars", "dask", "pyspark", "cudf", "modin", "geopandas", "xarray"),
    *("databricks", "vaex"),
)
_FRAME_NAME = re.compile(
    r"(?i)(?:.*_)?(?:df|dfs|frame|dataframe|series|ts|panel|prices?|returns?|data|grouped|gb)(?:_.*)?"
    r"|df\d*"
)
_STEPS = {"shift": ("periods", "n"), "diff": ("periods", "n"), "pct_change": ("periods", "n")}
_TIME_UNITS = words("years months weeks days hours minutes seconds quarters weekday microseconds")
_BACKWARD = ("bfill", "backfill")
_TAKES_METHOD = words("fillna reindex reindex_like asfreq resample interpolate pad align")
_FORWARD_ONLY = ("ffill", "pad")
_DESCENDING_SORTS = words("sort_values sort_index sort orderBy")
_FILTERS = {
    "scipy.signal.filtfilt": "filtfilt()",
    "scipy.signal.sosfiltfilt": "sosfiltfilt()",
    "scipy.signal.savgol_filter": "savgol_filter()",
}


def later_rows(code: Code, targets: Targets, *, makes_labels: bool = False) -> Iterator[Hit]:
    """Yield T1 to T5 and T10 in document order of the calls."""
    for call in code.calls:
        hit = _judge(code, call, targets, makes_labels=makes_labels)
        if hit is None:
            continue
        found = purpose(code, call, targets)
        if found is Purpose.SHOWN or (found is Purpose.LABEL and hit.rule == "T1"):
            continue
        yield hit


def _judge(code: Code, call: ast.Call, targets: Targets, *, makes_labels: bool) -> Hit | None:
    name = last_name(call.func)
    if name in _STEPS:
        return None if makes_labels else _negative_step(code, call, name, targets)
    if name == "rolling" or name.startswith("rolling_"):
        return _centred_window(code, call)
    if name == "interpolate":
        return _backward_fill(code, call) or _interpolation(code, call)
    if name == "expanding":
        return _reversed_expanding(code, call)
    return _two_sided_filter(code, call) or _backward_fill(code, call)


def _on_frame(code: Code, call: ast.Call) -> bool:
    """Whether a method is plausibly called on a data frame, a series or a column."""
    if not isinstance(call.func, ast.Attribute):
        return False
    receiver = call.func.value
    match receiver:
        case ast.Name(id="self" | "cls") | ast.Call(func=ast.Name(id="super")):
            return False
        case ast.Name() | ast.Attribute() if code.names.resolve(receiver):
            # An imported module (ndimage.shift), unless it is an imported frame.
            return _FRAME_NAME.fullmatch(last_name(receiver)) is not None
    if code.names.imports(*_FRAME_PACKAGES):
        return True
    return _looks_like_frame(receiver)


def _looks_like_frame(node: ast.expr) -> bool:
    while True:
        match node:
            case ast.Name(id=name):
                return _FRAME_NAME.fullmatch(name) is not None
            case ast.Subscript(slice=ast.Constant(value=str())):
                return True
            case ast.Attribute(attr=name, value=value):
                if _FRAME_NAME.fullmatch(name):
                    return True
                node = value
            case ast.Subscript(value=value):
                node = value
            case ast.Call(func=ast.Attribute(attr=method, value=value)):
                if method in {"groupby", "group_by", "sort_values", "set_index"}:
                    return True
                node = value
            case _:
                return False


def _is_across_columns(call: ast.Call) -> bool:
    axis = argument(call, "axis")
    return isinstance(axis, ast.Constant) and axis.value in {1, "columns"}


def _negative_step(code: Code, call: ast.Call, name: str, targets: Targets) -> Hit | None:
    step = _step(code, call, name)
    if step is None or not _is_negative(code, step) or not _on_frame(code, call):
        return None
    if _is_across_columns(call) or step_reaches_label(code, step, targets):
        return None
    assert isinstance(call.func, ast.Attribute)
    receiver = call.func.value
    if _is_calendar(code, receiver) or _is_descending(code, receiver, call):
        return None
    return Hit(
        call,
        "T1",
        f".{name}() with a negative step takes the value of a later row",
        "Use a positive step, or say in the setting `target` which column this makes.",
    )


def _is_calendar(code: Code, receiver: ast.expr) -> bool:
    """Whether dates are shifted that were made here and hold no values."""
    made = code.constants.get(receiver.id) if isinstance(receiver, ast.Name) else receiver
    return isinstance(made, ast.Call) and code.names.resolve(made.func).endswith("_range")


def _step(code: Code, call: ast.Call, name: str) -> ast.expr | None:
    for keyword in _STEPS[name]:
        if (step := argument(call, keyword, 0)) is not None:
            return step
    if name == "shift" and code.names.imports("xarray"):
        named = [k for k in call.keywords if k.arg and k.arg not in {"axis", "fill_value", "freq"}]
        if len(named) == 1 and named[0].arg not in _TIME_UNITS:
            return named[0].value
    return None


def _is_negative(code: Code, step: ast.expr) -> bool:
    value = number(step)
    if value is not None:
        return value < 0
    match step:
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            known = number(code.constants.get(operand.id)) if isinstance(operand, ast.Name) else 0
            return known is None or known >= 0
        case ast.BinOp(op=ast.Mult(), left=left, right=right) if not isinstance(left, ast.BinOp):
            return _is_negative(code, left) != _is_negative(code, right)
        case ast.Name(id=name):
            if name in code.constants:
                value = number(code.constants[name])
                return value is not None and value < 0
            return _runs_below_zero(loop_over(code, step))
    return False


def _runs_below_zero(iterated: ast.expr | None) -> bool:
    match iterated:
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return any((value := number(item)) is not None and value < 0 for item in items)
        case ast.Call(func=ast.Name(id="range"), args=[first, _, *_]):
            return (value := number(first)) is not None and value < 0
    return False


def _centred_window(code: Code, call: ast.Call) -> Hit | None:
    centre = argument(call, "center", 2 if last_name(call.func) == "rolling" else None)
    if not isinstance(centre, ast.Constant) or centre.value is not True:
        return None
    if not _on_frame(code, call):
        return None
    return Hit(
        call,
        "T2",
        "a centred window takes half of its rows from the future",
        "Leave out center=True, so that the window ends at the row itself.",
    )


def _backward_fill(code: Code, call: ast.Call) -> Hit | None:
    name = last_name(call.func)
    if not _fills_backward(call, name) or _is_across_columns(call) or not _on_frame(code, call):
        return None
    return Hit(
        call,
        "T3",
        f".{name}() fills a gap with the value of a later row",
        "Fill from earlier rows (ffill), or with a value fitted on the training rows.",
    )


def _fills_backward(call: ast.Call, name: str) -> bool:
    if name == "bfill":
        return True
    if name == "backfill":
        return not call.args
    if name == "fill_null":
        return _is_text(argument(call, "strategy", 1), "backward")
    if name == "transform":
        return _is_text(argument(call, "func", 0), *_BACKWARD)
    if name in _TAKES_METHOD:
        position = {"fillna": 1, "interpolate": 0}.get(name)
        return _is_text(argument(call, "method", position), *_BACKWARD)
    return False


def _is_text(node: ast.expr | None, *texts: str) -> bool:
    return isinstance(node, ast.Constant) and node.value in texts


def _interpolation(code: Code, call: ast.Call) -> Hit | None:
    """Judge an interpolation of a frame; lines, images and paths are interpolated, too."""
    if not _on_frame(code, call) or not _interpolates_rows(call):
        return None
    if _is_text(argument(call, "method", 0), *_FORWARD_ONLY):
        return None
    if _is_text(argument(call, "limit_area"), "outside"):
        direction = argument(call, "limit_direction")
        if direction is None or _is_text(direction, "forward"):
            return None
    return Hit(
        call,
        "T4",
        ".interpolate() draws a line to the next known value, which lies in the future",
        "Fill from earlier rows (ffill), or prove the gaps away with leakage.future-invariance.",
        warn=True,
    )


_INTERPOLATE_OPTIONS = words(
    "method axis limit inplace limit_direction limit_area downcast order s kwargs"
)


def _interpolates_rows(call: ast.Call) -> bool:
    if any(keyword.arg and keyword.arg not in _INTERPOLATE_OPTIONS for keyword in call.keywords):
        return False
    match call.args:
        case []:
            return True
        case [ast.Constant(value=value)]:
            return isinstance(value, str)
    return False


def _two_sided_filter(code: Code, call: ast.Call) -> Hit | None:
    resolved = code.names.resolve(call.func)
    if resolved in _FILTERS:
        return Hit(
            call,
            "T5",
            f"{_FILTERS[resolved]} filters in both directions, so each value depends on later ones",
            "Use a filter that only looks back, such as scipy.signal.lfilter.",
        )
    if resolved.startswith("statsmodels.") and resolved.endswith(".seasonal_decompose"):
        if any(keyword.arg is None for keyword in call.keywords):
            return None
        two_sided = argument(call, "two_sided", 4)
        if two_sided is None or (isinstance(two_sided, ast.Constant) and two_sided.value is True):
            return Hit(
                call,
                "T5",
                "seasonal_decompose() smooths with later values in its trend",
                "Pass two_sided=False, and fit on training rows only.",
            )
    return None


def _reversed_expanding(code: Code, call: ast.Call) -> Hit | None:
    if not isinstance(call.func, ast.Attribute) or not _on_frame(code, call):
        return None
    if not _is_descending(code, call.func.value, call):
        return None
    return Hit(
        call,
        "T10",
        ".expanding() after a descending sort starts at the last row and adds up the future",
        "Sort in ascending order of time before expanding.",
        warn=True,
    )


def _is_descending(
    code: Code, receiver: ast.expr, before: ast.expr | ast.stmt, depth: int = 0
) -> bool:
    """Whether a frame was sorted in descending order, in this expression or just before."""
    node = receiver
    while True:
        match node:
            case ast.Call(func=ast.Attribute(attr=method, value=value)):
                if method in _DESCENDING_SORTS:
                    return _sorts_down(node)
                node = value
            case ast.Subscript(slice=ast.Slice(lower=None, upper=None, step=step)) if step:
                return number(step) == -1
            case ast.Subscript(value=value) | ast.Attribute(value=value):
                node = value
            case ast.Name(id=name) if depth < 2:
                return _was_sorted_down(code, name, before, depth)
            case _:
                return False


def _sorts_down(call: ast.Call) -> bool:
    ascending = argument(call, "ascending")
    descending = argument(call, "descending")
    if isinstance(ascending, (ast.List, ast.Tuple)) and ascending.elts:
        ascending = ascending.elts[-1]
    if isinstance(descending, (ast.List, ast.Tuple)) and descending.elts:
        descending = descending.elts[-1]
    return _is_literal(ascending, False) or _is_literal(descending, True)


def _is_literal(node: ast.expr | None, value: bool) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, (bool, int))
        and (bool(node.value) is value)
    )


def _was_sorted_down(code: Code, name: str, before: ast.expr | ast.stmt, depth: int) -> bool:
    """Whether the last statement before a place that makes or sorts a variable sorts it down."""
    scope, last = code.scope(before), None
    for assigned in code.of(ast.Assign):
        match assigned.targets:
            case [ast.Name(id=target)] if target == name and code.scope(assigned) is scope:
                if (assigned.end_lineno or 0) < before.lineno:
                    last = assigned
    state = last is not None and _is_descending(code, last.value, last, depth + 1)
    since = last.lineno if last is not None else 0
    for sort in code.of(ast.Expr):
        match sort.value:
            case ast.Call(func=ast.Attribute(attr=method, value=ast.Name(id=sorted_name))) as made:
                if (
                    sorted_name == name
                    and method in _DESCENDING_SORTS
                    and _is_literal(argument(made, "inplace"), True)
                    and since < sort.lineno < before.lineno
                    and code.scope(sort) is scope
                ):
                    state = _sorts_down(made)
    return state
