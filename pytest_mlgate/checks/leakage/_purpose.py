"""What a value is computed for: the label, a picture, nothing at all, or else a feature."""

from __future__ import annotations

import ast
import math
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from pytest_mlgate.checks.leakage._hits import words
from pytest_mlgate.inputs._code import FUNCTIONS, Code, last_name

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_LABEL = words("target targets label labels labeling labelling outcome outcomes")
_AHEAD = words("y ys future futures next forward fwd tomorrow entry exit execution markout pnl")
_INTERVAL_END = re.compile(r"(?i)(?:.*_)?(?:end|until|(?:valid|effective|active)_to)(?:_.*)?")
_STEP = words(
    "holding latency out output outputs ahead horizon horizons lookahead forecast forecasts pred "
    "preds prediction predictions steps leads"
)
_LABEL_FILE = words("target targets label labels labeling labelling labeler labeller")
_DRAWS = words(
    "plot lineplot scatter scatterplot bar barh barplot fill_between step area hist boxplot "
    "distplot histplot kdeplot regplot heatmap Scatter add_trace add_scatter line_chart "
    "area_chart bar_chart display print plot_acf plot_pacf hlines vlines pie savefig write imshow"
)
_DRAWING = words("plot plots plotting draw chart charts figure fig visualize visualise display")
_DRAWING_PACKAGES = ("matplotlib.", "seaborn.", "plotly.", "bokeh.", "altair.", "streamlit.")
_COMPARES = words("corr corrwith crosscorr pearsonr spearmanr kendalltau cov cross_corr")
_TAKES_Y = words("fit fit_predict fit_transform fit_resample score train_test_split partial_fit")
_NAMES_COLUMN = words("alias rename")
_DEEPEST = 3


class Purpose(Enum):
    """What becomes of a value."""

    LABEL = "label"
    SHOWN = "shown"
    USED = "used"


@dataclass(frozen=True)
class Targets:
    """Names that hold what is to be predicted: the declared ones, else names that say so."""

    declared: tuple[str, ...] = ()

    def include(self, name: str) -> bool:
        """Whether a column or variable holds the label, or only ends an interval (``valid_to``)."""
        if _INTERVAL_END.fullmatch(name):
            return True
        if self.declared:
            return name in self.declared
        return bool(parts(name) & (_LABEL | _AHEAD))

    def are_outcome(self, name: str) -> bool:
        """Whether a column holds an outcome that is known only later."""
        if self.declared:
            return name in self.declared
        return bool(parts(name) & _LABEL)

    def are_made_in(self, name: str) -> bool:
        """Whether a function, class or subquery of this name computes the label."""
        if self.declared:
            return bool(parts(name) & _LABEL) or name in self.declared
        return bool(parts(name) & (_LABEL | _AHEAD))

    def are_reached_by(self, name: str) -> bool:
        """Whether a variable of this name says how far ahead the label lies."""
        return not self.declared and bool(parts(name) & (_LABEL | _AHEAD | _STEP))


def parts(name: str) -> frozenset[str]:
    """Return the words of a name in snake or camel case, in lower case."""
    return frozenset(part.lower() for part in _PART.findall(name))


def makes_labels(path: str) -> bool:
    """Whether a file says by its name that it computes labels."""
    return bool(parts(posixpath.basename(path).partition(".")[0]) & _LABEL_FILE)


def purpose(code: Code, node: ast.expr, targets: Targets, depth: int = 0) -> Purpose:
    """Return what the value of an expression is for.

    Followed are the expression around it, the name it is assigned to, and, where that is a
    plain variable, everything the variable is read for.
    """
    found = _of_expression(code, node, targets, depth)
    if found is not Purpose.USED:
        return found
    for scope in code.ancestors(node):
        if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            if targets.are_made_in(scope.name):
                return Purpose.LABEL
            if parts(scope.name) & _DRAWING:
                return Purpose.SHOWN
    return Purpose.USED


def _of_expression(code: Code, node: ast.expr, targets: Targets, depth: int) -> Purpose:
    child: ast.AST = node
    is_argument = False
    for parent in code.ancestors(node):
        match parent:
            case ast.Call(func=function) if function is not child:
                if (found := _of_argument(code, parent, child, targets)) is not None:
                    return found
                is_argument = True
            case ast.Attribute(attr=attribute):
                if (found := _of_method(code, parent, attribute, targets)) is not None:
                    return found
            case ast.keyword(arg=str(name)) if targets.include(name):
                return Purpose.LABEL
            case ast.Dict(keys=keys, values=values):
                at = next((i for i, value in enumerate(values) if value is child), None)
                if at is not None and targets.include(_text(keys[at])):
                    return Purpose.LABEL
            case ast.DictComp(key=key) if targets.include(_text(key)):
                return Purpose.LABEL
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr():
                return _of_assignment(code, parent, targets, depth)
            case ast.Expr():
                return Purpose.USED if is_argument or _in_place(parent) else Purpose.SHOWN
            case ast.For() | ast.AsyncFor():
                return _of_names([parent.target], targets)
            case ast.stmt():
                return Purpose.USED
        child = parent
    return Purpose.USED


def _of_argument(code: Code, call: ast.Call, child: ast.AST, targets: Targets) -> Purpose | None:
    name = last_name(call.func)
    resolved = code.names.resolve(call.func)
    if name in _DRAWS | _COMPARES or resolved.startswith(_DRAWING_PACKAGES):
        return Purpose.SHOWN
    if name in _TAKES_Y and len(call.args) > 1 and call.args[1] is child:
        return Purpose.LABEL
    if name.endswith(("_score", "_error")) or parts(name) & _DRAWING:
        return Purpose.SHOWN
    if name == "insert" and len(call.args) > 1 and targets.include(_text(call.args[1])):
        return Purpose.LABEL
    return Purpose.LABEL if targets.are_made_in(name) else None


def _of_method(code: Code, method: ast.Attribute, name: str, targets: Targets) -> Purpose | None:
    if name in _DRAWS | _COMPARES:
        return Purpose.SHOWN
    call = code.parents.get(method)
    if name in _NAMES_COLUMN and isinstance(call, ast.Call) and call.args:
        return Purpose.LABEL if targets.include(_text(call.args[0])) else None
    return None


def _of_assignment(
    code: Code,
    statement: ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr,
    targets: Targets,
    depth: int,
) -> Purpose:
    stored = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    found = _of_names(stored, targets)
    match stored:
        case [ast.Name(id=name)] if found is Purpose.USED and depth < _DEEPEST:
            return _of_reads(code, statement, name, targets, depth)
    return found


def _of_names(stored: Sequence[ast.expr], targets: Targets) -> Purpose:
    named = [name for target in stored for name in _stored_names(target)]
    return Purpose.LABEL if any(targets.include(name) for name in named) else Purpose.USED


def _stored_names(target: ast.expr) -> list[str]:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return [name]
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return [name for item in items for name in _stored_names(item)]
        case ast.Subscript(value=value, slice=key):
            keys = key.elts if isinstance(key, (ast.Tuple, ast.List)) else [key]
            # y_train["low"] = ... and y[:-1] = ... fill the label, whatever the column's name.
            return [*(text for one in keys if (text := _text(one))), last_name(value)]
    return []


def _text(node: ast.expr | None) -> str:
    """Return the text of a string or f-string, or the name of the variable that holds it."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=pieces):
            return " ".join(
                piece.value
                for piece in pieces
                if isinstance(piece, ast.Constant) and isinstance(piece.value, str)
            )
        case ast.BinOp(op=ast.Add()):
            # Not by recursion: a sum may be nested as deep as the parser bears.
            return " ".join(
                _text(part)
                for part in ast.walk(node)
                if isinstance(part, (ast.Constant, ast.Name, ast.JoinedStr))
            )
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=function, args=[first, *_]) if last_name(function) in {"str", "col"}:
            return _text(first)
    return ""


def _of_reads(code: Code, statement: ast.AST, name: str, targets: Targets, depth: int) -> Purpose:
    """What a plain variable is read for: one purpose for all its reads, or else use."""
    scope = code.scope(statement)
    first, last = _lifetime(code, statement, name)
    reads = [
        read
        for (where, read_name), places in code.loads.items()
        if read_name == name
        for read in places
        if (where is scope and first < read.lineno <= last)
        or (where is not scope and (isinstance(scope, ast.Module) or code.within(where, scope)))
    ]
    common: Purpose | None = None
    for read in reads:
        found = _of_expression(code, read, targets, depth + 1)
        if found is Purpose.USED or found is not (common or found):
            return Purpose.USED
        common = found
    return common or Purpose.USED


def _lifetime(code: Code, statement: ast.AST, name: str) -> tuple[float, float]:
    """Return the lines after which and up to which a variable holds what a statement assigns."""
    block = code.parents.get(statement)
    if not isinstance(statement, ast.stmt) or not isinstance(
        block, (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef)
    ):
        return -math.inf, math.inf
    first = statement.end_lineno or statement.lineno
    for later in block.body:
        match later:
            case ast.Assign(targets=[ast.Name(id=target)]) if target == name:
                if later.lineno > first:
                    return first, later.end_lineno or later.lineno
    return first, math.inf


def _in_place(statement: ast.Expr) -> bool:
    return any(
        keyword.arg == "inplace"
        and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
        for call in ast.walk(statement)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
    )


def step_reaches_label(code: Code, step: ast.expr, targets: Targets) -> bool:
    """Whether the size of a shift says that it reaches for the label (``-horizon``).

    A loop variable is judged by what it runs over: ``for i in range(n_out)``.
    """
    for name in ast.walk(step):
        if not isinstance(name, (ast.Name, ast.Attribute)):
            continue
        if targets.are_reached_by(last_name(name)):
            return True
        if isinstance(name, ast.Name) and (runs_over := loop_over(code, name)) is not None:
            return any(
                targets.are_reached_by(last_name(part))
                for part in ast.walk(runs_over)
                if isinstance(part, (ast.Name, ast.Attribute))
            )
    return False


def loop_over(code: Code, name: ast.Name) -> ast.expr | None:
    """Return what the loop around a variable runs over, where the variable is the loop's."""
    for parent in code.ancestors(name):
        loops: list[ast.For | ast.AsyncFor | ast.comprehension] = []
        if isinstance(parent, (ast.For, ast.AsyncFor)):
            loops = [parent]
        elif isinstance(parent, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            loops = list(parent.generators)
        elif isinstance(parent, FUNCTIONS) and not isinstance(parent, ast.Lambda):
            return None
        for loop in loops:
            stored = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
            if name.id in stored:
                return loop.iter
    return None
