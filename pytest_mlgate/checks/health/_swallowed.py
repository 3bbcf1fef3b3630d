"""Handlers that catch every error and let the program go on as if there had been none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from pytest_mlgate.checks.health._literals import is_literal, shown
from pytest_mlgate.inputs._code import FUNCTIONS, Code, last_name

_BROAD = frozenset({"Exception", "BaseException"})
_STOPS = frozenset({"exit", "_exit", "abort", "quit"})
_LEVELS = frozenset(
    {*("debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log")}
)
_PRINTS = frozenset({"print", "pprint", "echo", "secho", "print_exc", "print_exception", "write"})
_CONSOLES = frozenset(
    {*("traceback", "click", "typer", "console", "tqdm", "stderr", "stdout", "pprint")}
)
_LOGGER = re.compile(r"(?:^|_)(?:log|logs|logger|logging|warnings)$", re.IGNORECASE)
_ERROR = re.compile(
    r"(?:^|_)errs?(?:_|$)|error|fail|invalid|is_valid|exception|unavail|problem|not |unable|"
    r"unknown|could|can(?:no|')t|status|success|(?:^|_)ok$|roll_?back|"
    r"abort|reject|refuse|unhealthy|halt",
    re.IGNORECASE,
)
"""Words of a value or a name that tell the caller."""
_QUESTION = re.compile(
    r"_*(?:is|has|can|check|supports?|test|try|ping|exists?|health\w*|validate|verify)(?:_|$)|"
    r"\w*_(?:exists?|available|ok|healthy|ready|valid)$"
)
"""Names of functions whose answer no is an answer."""
_CLEANING = frozenset({
    "close", "unlink", "remove", "rmtree", "rmdir", "terminate", "kill", "shutdown", "disconnect",
    "stop", "cleanup", "clean_up", "quit", "release", "flush", "join", "cancel", "delete",
    "end_run", "dispose", "destroy", "destroy_process_group", "empty_cache", "finish", "wait",
    "__exit__", "__aexit__", "__del__", "aclose", "rollback", "tearDown", "on_shutdown", "detach",
})  # fmt: skip
"""What is called to clean up, and the functions that do nothing else."""
_SHOWING = frozenset(
    {*("print", "pprint", "pretty_print", "display", "show", "draw", "title", "legend", "grid")}
)
_WINDOWS = ("tkinter", "customtkinter", "PyQt5", "PyQt6", "PySide2", "PySide6", "wx", "kivy")
_Try = ast.Try | ast.TryStar


def swallowed(code: Code) -> Iterator[tuple[ast.excepthandler | ast.expr, str]]:
    """Yield the places of a file where every error is swallowed, and what happens there."""
    tries: Iterator[_Try]
    for tries in (code.of(ast.Try), code.of(ast.TryStar)):
        for tried in tries:
            for handler in tried.handlers:
                if (
                    _is_broad(code, handler.type)
                    and (ends := _endings(code, handler))
                    and not _is_excused(code, tried, handler)
                ):
                    caught = (
                        f"except {ast.unparse(handler.type)}" if handler.type else "bare except"
                    )
                    yield handler, f"{caught}: {ends}"
    for call in code.calls:
        if code.names.resolve(call.func) == "contextlib.suppress":
            block = next((a for a in code.ancestors(call) if isinstance(a, ast.With)), None)
            cleans = block is not None and _is_dispensable(block.body)
            if any(_is_broad(code, caught) for caught in call.args) and not cleans:
                yield call, "suppress(Exception): the error is dropped"


def _is_broad(code: Code, caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_is_broad(code, item) for item in caught.elts)
    return caught is None or code.names.builtin(caught) in _BROAD


def _endings(code: Code, handler: ast.ExceptHandler) -> str:
    """Say how the program goes on after an error, nothing where the handler deals with it."""
    ends, logs = "", False
    for statement in _flat(handler.body):
        if _is_log(statement):
            logs = True
            continue
        ending = _ending(code, statement)
        if ending is None:
            return ""
        ends = ending or ends
    return ends or ("the error is only logged" if logs else "the error is dropped")


def _ending(code: Code, statement: ast.stmt) -> str | None:
    """Return what a statement of a handler does with the error, ``None`` if it deals with it."""
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return ""
        case ast.Continue():
            return "goes on with the next one as if nothing had happened"
        case ast.Return(value=value) if value is None or is_literal(code, value):
            return None if _tells(value) else f"returns {shown(value)}"
        case (
            ast.Assign(targets=[*_, target], value=value)
            | ast.AnnAssign(target=target, value=ast.expr() as value)
        ) if is_literal(code, value):
            flags = isinstance(value, ast.Constant) and isinstance(value.value, bool)
            if flags or _tells(value) or _ERROR.search(last_name(target)):
                return None
            return f"sets {ast.unparse(target)} to {shown(value)}"
    return None


def _flat(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, ast.If):
            yield from _flat([*statement.body, *statement.orelse])
        else:
            yield statement


def _is_log(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    function = statement.value.func
    if isinstance(function, ast.Name):
        return function.id in _PRINTS
    if not isinstance(function, ast.Attribute):
        return False
    owner = function.value.func if isinstance(function.value, ast.Call) else function.value
    if function.attr in _PRINTS:
        return last_name(owner) in _CONSOLES
    return function.attr in _LEVELS and _LOGGER.search(_snake(last_name(owner))) is not None


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)


def _tells(value: ast.expr | None) -> bool:
    """Whether a literal says that something went wrong."""
    if value is None:
        return False
    for node in ast.walk(value):
        if isinstance(node, ast.Constant):
            text = isinstance(node.value, str) and (" " in node.value or _ERROR.search(node.value))
            status = type(node.value) is int and 400 <= node.value < 600
            if text or (status and node is not value):
                return True
    return False


def _is_excused(code: Code, tried: _Try, handler: ast.ExceptHandler) -> bool:
    return (
        _probes_import(tried)
        or _uses_a_cache(tried)
        or _talks_to_a_person(code, tried)
        or _is_dispensable(tried.body)
        or _stands_in_cleaning(code, tried)
        or _answers_a_question(code, tried, handler)
        or _is_dealt_with_later(code, tried, handler)
    )


def _probes_import(tried: _Try) -> bool:
    """An optional dependency, or what depends on it."""
    return isinstance(tried.body[0], ast.Import | ast.ImportFrom)


def _uses_a_cache(tried: _Try) -> bool:
    """What is not in a cache is computed; what cannot be put into one is computed again."""
    return any(
        "cache" in name.lower() or "redis" in name.lower()
        for statement in tried.body
        for node in ast.walk(statement)
        if (name := last_name(node))
    )


def _talks_to_a_person(code: Code, tried: _Try) -> bool:
    """Whether somebody sits at a window, or at the terminal that this loop asks."""
    return code.names.imports(*_WINDOWS) or any(
        isinstance(node, ast.Call) and code.names.builtin(node.func) == "input"
        for loop in code.ancestors(tried)
        if isinstance(loop, ast.While)
        for node in ast.walk(loop)
    )


def _is_dispensable(body: Sequence[ast.stmt]) -> bool:
    for statement in body:
        match statement:
            case ast.If() | ast.For() | ast.With():
                if not _is_dispensable([*statement.body, *getattr(statement, "orelse", [])]):
                    return False
            case ast.Expr(value=ast.Call(func=function) | ast.Await(value=ast.Call(func=function))):
                if last_name(function) not in _CLEANING | _SHOWING:
                    return False
            case ast.Pass() | ast.Delete():
                pass
            case ast.Assign(value=ast.Constant(value=None)):
                pass
            case _:
                return False
    return True


def _stands_in_cleaning(code: Code, tried: _Try) -> bool:
    """Whether it cleans up, or tells somebody about another error."""
    below: ast.AST = tried
    if isinstance(code.parents[tried], ast.ExceptHandler) and all(
        isinstance(statement, ast.Expr) for statement in tried.body
    ):
        return True
    for above in code.ancestors(tried):
        if isinstance(above, ast.FunctionDef | ast.AsyncFunctionDef):
            return above.name in _CLEANING
        if isinstance(above, ast.Try | ast.TryStar) and below in above.finalbody:
            return True
        below = above
    return False


def _answers_a_question(code: Code, tried: _Try, handler: ast.ExceptHandler) -> bool:
    """A function that answers yes or no, and no is the answer here."""
    function = code.scope(tried)
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    answers = [node.value for node in code.of(ast.Return) if code.scope(node) is function]
    own = [node.value for node in _flat(handler.body) if isinstance(node, ast.Return)]
    if not own:
        return False
    if all(map(_is_status, answers)):
        return not all(ast.unparse(value) == "0" for value in own if value)
    if any(last_name(call.func).startswith("predict") for call in _calls(tried.body)):
        return False
    asked = _QUESTION.match(_snake(function.name).lower()) or _is_named(function.returns, "bool")
    return bool(asked) and all(map(_is_status, own))


def _is_named(node: ast.expr | None, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _calls(body: Sequence[ast.stmt]) -> Iterator[ast.Call]:
    for statement in body:
        yield from (node for node in ast.walk(statement) if isinstance(node, ast.Call))


def _is_status(value: ast.expr | None) -> bool:
    """Whether it is yes, no, or the exit status of a program."""
    if isinstance(value, ast.IfExp):
        return _is_status(value.body) and _is_status(value.orelse)
    return isinstance(value, ast.Constant) and type(value.value) in {bool, int}


def _is_dealt_with_later(code: Code, tried: _Try, handler: ast.ExceptHandler) -> bool:
    """Whether the statements after it raise, try something else, or ask for what was set."""
    ends = [node for node in _flat(handler.body) if isinstance(node, ast.Return)]
    if not ends:
        after = list(_after(code, tried))
        if any(isinstance(statement, ast.Raise) or _stops(statement) for statement in after):
            return True
        if _leaves(tried.body) and after and not _is_giving_up(code, after):
            return True
        loop = next((a for a in code.ancestors(tried) if isinstance(a, ast.While | ast.For)), None)
        if isinstance(loop, ast.While) and _leaves([*tried.body, *tried.orelse]):
            return True
    unset = {
        ast.unparse(node.targets[-1])
        for node in _flat(handler.body)
        if isinstance(node, ast.Assign) and ast.unparse(node.value) == "None"
    }
    return any(_names(claim.test) & unset for claim in code.of(ast.Assert)) or any(
        _guards(branch, unset) for branch in code.of(ast.If)
    )


def _after(code: Code, tried: _Try) -> Iterator[ast.stmt]:
    """Yield the statements that run after it in its function, those of outer blocks last."""
    below: ast.AST = tried
    for above in code.ancestors(tried):
        for block in ("body", "orelse", "finalbody"):
            statements = getattr(above, block, [])
            if isinstance(statements, list) and below in statements:
                yield from statements[statements.index(below) + 1 :]
        if isinstance(above, ast.For | ast.AsyncFor | ast.While) and below in above.body:
            yield from above.orelse
        if isinstance(above, FUNCTIONS):
            return
        below = above


def _leaves(body: Sequence[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], ast.Return | ast.Break | ast.Continue)


def _is_giving_up(code: Code, after: Sequence[ast.stmt]) -> bool:
    """Whether nothing follows but messages and a constant answer."""
    rest = [statement for statement in after if not _is_log(statement)]
    return not rest or (
        isinstance(rest[0], ast.Return)
        and (rest[0].value is None or is_literal(code, rest[0].value))
    )


def _stops(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and last_name(statement.value.func) in _STOPS
    )


def _guards(branch: ast.If, names: set[str]) -> bool:
    """Whether a condition on one of these names leads to an error."""
    if not _names(branch.test) & names:
        return False
    if branch.orelse:
        return True
    for node in ast.walk(branch):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.stmt) and _stops(node)):
            return True
        if isinstance(node, ast.Return) and node.value is not None and _tells(node.value):
            return True
    return False


def _names(condition: ast.expr) -> set[str]:
    return {
        ast.unparse(node)
        for node in ast.walk(condition)
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript)
    }
