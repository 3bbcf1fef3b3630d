"""Gates in the code that cannot stop anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from pytest_mlgate.inputs._code import Code, last_name, number

_GATE = re.compile(
    r"(?:^|_)(?:gates?|guard|cooldown|threshold|approv\w*|promot\w*|deploy\w*|rollback|validat\w*|"
    r"verif\w*|allowed|eligible|safety|retrain\w*|abort|reject\w*)(?:_|$)|^_*(?:check|assert|should|"
    r"can|ensure)_",
    re.IGNORECASE,
)
"""Names of what decides whether something may go on."""
_OWNED = re.compile(
    r"(?:gate|check|validate|assert|verify|ensure|guard)_\w+|\w+_(?:gate|guard)|"
    r"(?:should|can|may)_(?:deploy|promote|retrain|release|roll_?back|go_live|serve)\w*|"
    r"promot\w*|quality_gate\w*"
)
"""Names of functions that are gates."""
_DAYS = re.compile(r"(?:\w+_)?cooldown(?:_period)?(?:_in)?(?:_days?)?", re.IGNORECASE)
_RETRAINS = re.compile(r"retrain|re_train|promot|deploy|rollout|champion", re.IGNORECASE)


def dead_conditions(code: Code) -> Iterator[tuple[ast.expr, str]]:
    """Yield conditions whose value is written in the code, and that a gate hangs on."""
    branches: list[ast.If | ast.While] = [*code.of(ast.If), *code.of(ast.While)]
    for branch in branches:
        value = truth(branch.test)
        if value is None or (isinstance(branch, ast.While) and value):
            continue
        asks = _asks(branch.test)
        if value and not asks:
            continue
        concerned = [branch.test, *branch.body, *branch.orelse] if asks else branch.body
        if any(map(_is_gate_code, concerned)) or _in_gate(code, branch):
            always = "always true" if value else "always false"
            dead = "what it asks never counts" if asks else "the gate below it never runs"
            yield branch.test, f"the condition is {always}: {dead}"


def truth(node: ast.expr) -> bool | None:
    """Return the value of a condition where the code itself says it."""
    match node:
        case ast.Constant(value=value):
            return bool(value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            value = truth(operand)
            return None if value is None else not value
        case ast.BoolOp(op=op, values=values):
            decisive = isinstance(op, ast.Or)
            known = [truth(value) for value in values]
            if decisive in known:
                return decisive
            return None if None in known else not decisive
    return None


def _asks(node: ast.expr) -> bool:
    """Whether a condition with a constant in it asks for something as well."""
    return isinstance(node, ast.BoolOp) and any(
        isinstance(inner, ast.Compare | ast.Call | ast.Name) for inner in ast.walk(node)
    )


def _is_gate_code(code: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Raise | ast.Assert)
        or _GATE.search(last_name(node))
        or (isinstance(node, ast.Call) and last_name(node.func) == "exit")
        for node in ast.walk(code)
    )


def _in_gate(code: Code, node: ast.AST) -> bool:
    scope = code.scope(node)
    return isinstance(scope, ast.FunctionDef) and _GATE.search(scope.name) is not None


def dead_asserts(code: Code) -> Iterator[tuple[ast.expr, str]]:
    """Yield assertions that always hold."""
    for claim in code.of(ast.Assert):
        if truth(claim.test):
            yield claim.test, "the assertion always holds"
        elif isinstance(claim.test, ast.Tuple) and claim.test.elts:
            yield claim.test, "the assertion always holds: a tuple in brackets is true"


def dead_skips(code: Code) -> Iterator[tuple[ast.expr, str]]:
    """Yield tests that are skipped by a condition that is written as true."""
    for call in code.calls:
        if last_name(call.func) in {"skipif", "skipIf"} and call.args and truth(call.args[0]):
            yield call, "the test is skipped by a condition that is always true"


def gate_functions(code: Code) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions of a script that are gates by their name, and registered nowhere."""
    for statement in code.tree.body:
        if (
            isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
            and _OWNED.fullmatch(statement.name)
            and not statement.decorator_list
        ):
            yield statement


def mentions(code: Code) -> set[str]:
    """Return every name that a file uses in any way, in text as well."""
    found = {name.id for name in code.of(ast.Name) if not isinstance(name.ctx, ast.Store)}
    found |= {attribute.attr for attribute in code.of(ast.Attribute)}
    found |= {alias.name for statement in code.of(ast.ImportFrom) for alias in statement.names}
    for constant in code.of(ast.Constant):
        if isinstance(constant.value, str) and constant not in code.bare_strings:
            found |= set(re.findall(r"[A-Za-z_]\w+", constant.value[:10_000]))
    return found


def cooldowns(code: Code) -> Iterator[tuple[ast.expr, str, float]]:
    """Yield place, name and days of every time that must pass before the next retraining."""
    for keyword in code.of(ast.keyword):
        days = number(keyword.value)
        call = code.parents.get(keyword)
        named = f"{ast.unparse(call.func)} " if isinstance(call, ast.Call) else ""
        if days is not None and keyword.arg and _is_cooldown(code, keyword, keyword.arg, named):
            yield keyword.value, keyword.arg, days
    assignments: list[ast.Assign | ast.AnnAssign] = [*code.of(ast.Assign), *code.of(ast.AnnAssign)]
    for assigned in assignments:
        target = assigned.targets[-1] if isinstance(assigned, ast.Assign) else assigned.target
        days = number(assigned.value)
        name = last_name(target)
        if days is not None and assigned.value and _is_cooldown(code, assigned, name, ""):
            yield assigned.value, name, days
    for arguments in code.of(ast.arguments):
        positional = [*arguments.posonlyargs, *arguments.args]
        given = [*zip(positional[::-1], arguments.defaults[::-1], strict=False)]
        given += [
            (a, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d
        ]
        for argument, default in given:
            days = number(default)
            if days is not None and _is_cooldown(code, arguments, argument.arg, ""):
                yield default, argument.arg, days


def is_cooldown_in_days(name: str, context: str) -> bool:
    """Whether a name means days between trainings; a bare `cooldown` needs the context."""
    return _DAYS.fullmatch(name) is not None and (
        "day" in name.lower() or _RETRAINS.search(f"{name} {context}") is not None
    )


def _is_cooldown(code: Code, node: ast.AST, name: str, context: str) -> bool:
    around = " ".join(
        above.name
        for above in code.ancestors(node)
        if isinstance(above, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return is_cooldown_in_days(name, f"{context}{around}")
